import { readdirSync, readFileSync } from 'node:fs';
import type { Ref } from '@dataservices/kube';
import { readPod } from './pod.ts';
import type { TestBed } from './test-bed.ts';

/**
 * SIGKILL to the first process of a container, as the kernel's out-of-memory killer would: nothing is flushed, nobody is told.
 * Only where the nodes are processes of this machine.
 *
 * @throws Error where the container does not run here
 */
export async function killContainer({ kube }: TestBed, ref: Ref, container: string): Promise<void> {
  const { status } = await readPod(kube, ref);
  const id = status?.containerStatuses?.find(({ name }) => name === container)?.containerID?.split('//')[1];
  if (id === undefined) throw new Error(`${ref.name} has no running container ${container}`);
  const pid = pidsInCgroup(id).find(isFirstInNamespace);
  if (pid === undefined) throw new Error(`no process of ${ref.name}/${container} (${id}) runs on this machine`);
  process.kill(pid, 'SIGKILL');
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
