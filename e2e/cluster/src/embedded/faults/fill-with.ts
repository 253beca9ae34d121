import { statSync } from 'node:fs';
import { open, statfs } from 'node:fs/promises';
import { runCommand } from '../../run-command.ts';

const blockBytes = 4096;

/** Makes the file take all the space that its file system has left, without writing that much. An existing file takes what has become free since. */
export async function fillWith(path: string): Promise<void> {
  await (await open(path, 'a')).close();
  const { bavail, bsize } = await statfs(path);
  // What is free is not all to be had in one piece: the file system needs some of it to record the pieces.
  for (let bytes = bavail * bsize; bytes >= blockBytes; ) {
    const hasGrown = await extend(path, bytes);
    if (!hasGrown) bytes = Math.floor(bytes / 2 / blockBytes) * blockBytes;
  }
}

async function extend(path: string, bytes: number): Promise<boolean> {
  const { size } = statSync(path);
  return runCommand('fallocate', ['--offset', `${size}`, '--length', `${bytes}`, path]).then(
    () => true,
    () => false,
  );
}
