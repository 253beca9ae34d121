import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildImages } from '../images/src/build-images.ts';
import type { ImageName } from '../images/src/recipe.ts';
import { runProgram } from '../images/src/run-program.ts';

/** The files of an image below a new folder, to be run in a chroot. Nothing that a later layer takes away is in our images. */
export async function unpackImage(name: ImageName): Promise<string> {
  const [image] = await buildImages({ names: [name], onStep: () => {}, signal: new AbortController().signal });
  if (image === undefined) throw new Error(`there is no image ${name}`);
  const folder = await mkdtemp(join(tmpdir(), `dataservices-${name}-`));
  const [archive, root] = [join(folder, 'archive'), join(folder, 'root')];
  await mkdir(archive);
  await mkdir(root);
  await runProgram('tar', ['-xf', image.archivePath, '-C', archive]);
  const [manifest] = JSON.parse(await readFile(join(archive, 'manifest.json'), 'utf8')) as readonly {
    readonly Layers: readonly string[];
  }[];
  for (const layer of manifest?.Layers ?? []) await runProgram('tar', ['-xf', join(archive, layer), '-C', root]);
  await rm(archive, { recursive: true });
  return folder;
}
