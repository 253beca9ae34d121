import type { BuiltImage } from './archive.ts';
import { openBuildah } from './buildah.ts';
import type { Report } from './planned-image.ts';
import { withBuildLock } from './with-build-lock.ts';

/**
 * Pushes built images to a registry, each under its own reference behind the prefix, as `imageRegistryPrefix` of the chart has it looked for.
 * Who may push is what `buildah login`, `podman login` or `docker login` have stored.
 *
 * @param prefix such as registry.example.com/mirror
 * @returns the references that were pushed
 */
export async function pushImages(
  built: readonly BuiltImage[],
  prefix: string,
  report: Report,
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const onWait = (pid: number) => report('base', `waiting for process ${pid}, which builds images`);
  return withBuildLock(onWait, async () => {
    const buildah = await openBuildah(signal);
    const pushed: string[] = [];
    for (const { name, reference, archivePath } of built) {
      report(name, 'pushing');
      const target = `${prefix.replace(/\/+$/, '')}/${reference}`;
      await buildah.pushArchive(archivePath, target);
      pushed.push(target);
    }
    return pushed;
  });
}
