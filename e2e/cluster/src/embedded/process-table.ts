import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { waitUntil } from '../wait-until.ts';

/** A process for certain: a pid alone may have been given to another one since. */
export type ProcessId = { readonly pid: number; readonly startTime: string };

/**
 * @returns `undefined` for a process that is gone or only waits to be reaped. One whose first thread has ended before the others still has its
 * ports.
 */
export function identifyProcess(pid: number): ProcessId | undefined {
  const fields = readStat(pid);
  const [state, threads, startTime] = [fields[0], Number(fields[17]), fields[19]];
  if (state === undefined || startTime === undefined || (state === 'Z' && threads <= 1) || state === 'X') return undefined;
  return { pid, startTime };
}

export function isAlive({ pid, startTime }: ProcessId): boolean {
  return identifyProcess(pid)?.startTime === startTime;
}

/**
 * Kills exactly these processes and waits until they are gone.
 *
 * @throws Error when one is still there after 20 s
 */
export async function killProcesses(processes: readonly ProcessId[]): Promise<void> {
  for (const process of processes.filter(isAlive)) sendKill(process.pid);
  await waitUntil(() => !processes.some(isAlive), {
    what: `processes ${processes.map(({ pid }) => pid).join(', ')} to end`,
    timeoutMs: 20_000,
    intervalMs: 20,
  });
}

/** Every process that is inside the network namespace of this name. */
export function processesInNamespace(path: string): readonly ProcessId[] {
  const inode = inodeOf(path);
  if (inode === undefined) return [];
  return allPids()
    .filter((pid) => networkOf(pid) === `net:[${inode}]`)
    .flatMap(toProcess);
}

export function childrenOf(pid: number): readonly ProcessId[] {
  return readText(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number).flatMap(toProcess);
}

export function toProcess(pid: number): readonly ProcessId[] {
  const process = identifyProcess(pid);
  return process === undefined ? [] : [process];
}

/** Fields of /proc/PID/stat from the third one on: the second is the program's name, which may hold spaces and brackets. */
function readStat(pid: number): readonly string[] {
  const text = readText(`/proc/${pid}/stat`);
  return text === '' ? [] : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function allPids(): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number);
}

function sendKill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in between.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function networkOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return '';
  }
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
