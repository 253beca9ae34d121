import { statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A pod's volume as its own process sees it: /proc/PID/root leads through that process's mounts. */
export type VolumeView = {
  /** Of the whole file system. */
  readonly sizeBytes: () => Promise<number>;
  /** Writes through to the disk. @returns `ok` or the error code, such as ENOSPC */
  readonly write: (name: string, bytes: number) => Promise<string>;
};

export function viewVolume(pid: number, folder = '/data'): VolumeView {
  const path = `/proc/${pid}/root${folder}`;
  return {
    async sizeBytes() {
      const { blocks, bsize } = await statfs(path);
      return blocks * bsize;
    },
    write: (name, bytes) =>
      writeFile(join(path, name), Buffer.alloc(bytes, 'x'), { flush: true }).then(
        () => 'ok',
        (error: NodeJS.ErrnoException) => error.code ?? 'unknown',
      ),
  };
}
