import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { imagesFolder } from './folders.ts';
import { runProgram } from './run-program.ts';

export type BuildRequest = {
  /** Folder with the Containerfile and its files. */
  readonly context: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly tag: string;
};

/** buildah with its storage in our own cache: nothing of the user's is read or written, and all that is found there is ours. */
export type Buildah = {
  build(request: BuildRequest): Promise<void>;
  hasImage(tag: string): Promise<boolean>;
  /** Writes a docker archive that holds the image under exactly this reference, and returns the image id. */
  exportImage(tag: string, reference: string, file: string): Promise<string>;
  removeImage(tag: string): Promise<void>;
  /** Pushes the image of a docker archive to a registry, as `target`. */
  pushArchive(file: string, target: string): Promise<void>;
  /** Removes what an interrupted build left behind. Only while nobody else builds. */
  removeWorkingContainers(): Promise<void>;
};

export async function openBuildah(signal?: AbortSignal): Promise<Buildah> {
  const storage = join(imagesFolder(), 'storage');
  const temporary = join(imagesFolder(), 'tmp');
  await mkdir(temporary, { recursive: true });
  // vfs needs nothing of the kernel and is as fast here: overlay fails in many containers and on some file systems.
  const common = ['--root', join(storage, 'root'), '--runroot', join(storage, 'run'), '--storage-driver', 'vfs'];
  const run = (...args: string[]) => runProgram('buildah', [...common, ...args], { env: { TMPDIR: temporary }, signal });

  return {
    async build({ context, buildArgs, tag }) {
      const args = Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
      // A fixed timestamp gives equal layers equal digests, so that a node that has them need not store them again.
      const fixed = ['--isolation', 'chroot', '--pull-never', '--timestamp', '0'];
      await run('bud', ...fixed, ...args, '--tag', tag, '--file', join(context, 'Containerfile'), context);
    },
    hasImage: (tag) =>
      run('images', '--quiet', '--filter', `reference=${tag}`).then(
        (output) => output.trim() !== '',
        () => false,
      ),
    async exportImage(tag, reference, file) {
      const id = (await run('images', '--quiet', '--no-trunc', '--filter', `reference=${tag}`)).trim().split('\n')[0] ?? '';
      // By id: pushed by its tag, the archive would carry that tag beside the reference.
      await run('push', '--quiet', id.replace('sha256:', ''), `docker-archive:${file}:${reference}`);
      return id;
    },
    async removeImage(tag) {
      await run('rmi', tag);
    },
    async pushArchive(file, target) {
      const id = (await run('pull', '--quiet', `docker-archive:${file}`)).trim();
      try {
        await run('push', '--quiet', id, `docker://${target}`);
      } finally {
        await run('rmi', '--force', id);
      }
    },
    async removeWorkingContainers() {
      const ids = (await run('containers', '--quiet')).split('\n').filter(Boolean);
      if (ids.length > 0) await run('rm', ...ids);
    },
  };
}
