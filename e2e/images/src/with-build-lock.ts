import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { imagesFolder } from './folders.ts';

const pollMs = 200;

/**
 * Runs `work` while no other process builds images in the same cache: two would remove each other's working containers.
 * A lock whose process is gone is taken over.
 */
export async function withBuildLock<T>(onWait: (pid: number) => void, work: () => Promise<T>): Promise<T> {
  const lock = join(imagesFolder(), 'lock');
  await mkdir(imagesFolder(), { recursive: true });
  await acquire(lock, onWait);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function acquire(lock: string, onWait: (pid: number) => void): Promise<void> {
  // Written first and linked then: a lock file never exists without the pid in it.
  const mine = `${lock}.${process.pid}`;
  await writeFile(mine, String(process.pid));
  try {
    let hasWaited = false;
    while (!(await isLinked(mine, lock))) {
      const holder = Number(await readFile(lock, 'utf8').catch(() => '0'));
      if (holder > 0 && !isAlive(holder)) {
        await rm(lock, { force: true });
        continue;
      }
      if (!hasWaited) onWait(holder);
      hasWaited = true;
      await delay(pollMs);
    }
  } finally {
    await rm(mine, { force: true });
  }
}

async function isLinked(source: string, target: string): Promise<boolean> {
  try {
    await link(source, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
