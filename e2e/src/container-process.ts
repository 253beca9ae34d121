import { readdirSync, readFileSync } from 'node:fs';
import type { Ref } from '@dataservices/kube';
import { readPod } from './pod.ts';
import type { TestBed } from './test-bed.ts';

/**
 * The first process of a container, as this machine knows it. Only where the nodes are processes of this machine.
 *
 * @throws Error where the container does not run here
 */
export async function processOf({ kube }: TestBed, ref: Ref, container: string): Promise<number> {
  const { status } = await readPod(kube, ref);
  const id = status?.containerStatuses?.find(({ name }) => name === container)?.containerID?.split('//')[1];
  if (id === undefined) throw new Error(`${ref.name} has no running container ${container}`);
  const pid = pidsInCgroup(id).find(isFirstInNamespace);
  if (pid === undefined) throw new Error(`no process of ${ref.name}/${container} (${id}) runs on this machine`);
  return pid;
}

/** Bytes that a process has in memory. @throws Error where it is gone */
export function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(String(pid), 'status'))?.[1];
  if (kib === undefined) throw new Error(`the process ${pid} is gone`);
  return Number(kib) * 1024;
}

function pidsInCgroup(containerId: string): readonly number[] {
  const pids = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  return pids.filter((pid) => readProc(pid, 'cgroup').includes(containerId)).map(Number);
}

/** Its own pid namespace sees it as process 1. */
function isFirstInNamespace(pid: number): boolean {
  return /^NSpid:.*\t1$/m.test(readProc(String(pid), 'status'));
}

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    // Ended in between.
    return '';
  }
}
