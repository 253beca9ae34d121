import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../e2e/images/src/run-program.ts';

/** What tells the parts of an image. Everything else stays in the archive, which has hundreds of megabytes. */
const telling =
  /(?:^|\/)(?:var\/lib\/dpkg\/status|[^/]+\.jar|opt\/java\/openjdk\/release|app\/main\.mjs\.map|usr\/local\/bin\/node|redis_exporter|manager)$/;

/**
 * Extracts the telling files of all layers into a folder, those of later layers over those of earlier ones.
 *
 * @param archive a docker archive
 * @throws Error with what tar said
 */
export async function extractImage(archive: string, folder: string): Promise<void> {
  const manifest = await runProgram('tar', ['--extract', '--to-stdout', '--file', archive, 'manifest.json']);
  const [image] = JSON.parse(manifest) as readonly { readonly Layers: readonly string[] }[];
  const layers = join(folder, 'layers');
  await mkdir(layers, { recursive: true });
  await mkdir(join(folder, 'root'));
  for (const layer of image?.Layers ?? []) {
    await runProgram('tar', ['--extract', '--file', archive, '--directory', layers, layer]);
    const present = (await runProgram('tar', ['--list', '--file', join(layers, layer)])).split('\n');
    const wanted = present.filter((path) => telling.test(path));
    if (wanted.length > 0)
      await runProgram('tar', ['--extract', '--file', join(layers, layer), '--directory', join(folder, 'root'), ...wanted]);
  }
}
