import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Which part of an interval a thread ran or would have run, had it got a processor: what it does not depend on what else the machine does.
 *
 * @param thread the beginning of its name, of which Linux keeps 15 characters
 * @returns between 0 and 1
 * @throws Error where the process has no such thread
 */
export async function busyPart(pid: number, thread: string, intervalMs: number): Promise<number> {
  const path = await findThread(pid, thread);
  const [before, startMs] = [await busyMs(path), performance.now()];
  await delay(intervalMs);
  return ((await busyMs(path)) - before) / (performance.now() - startMs);
}

async function findThread(pid: number, thread: string): Promise<string> {
  for (const id of await readdir(`/proc/${pid}/task`)) {
    const path = `/proc/${pid}/task/${id}`;
    // It may have ended meanwhile.
    const name = await readFile(`${path}/comm`, 'utf8').catch(() => '');
    if (name.startsWith(thread)) return path;
  }
  throw new Error(`process ${pid} has no thread ${thread}`);
}

/** Running, and waiting for a processor. */
async function busyMs(path: string): Promise<number> {
  const [ran = '', waited = ''] = (await readFile(`${path}/schedstat`, 'utf8')).split(' ');
  return (Number(ran) + Number(waited)) / 1e6;
}
