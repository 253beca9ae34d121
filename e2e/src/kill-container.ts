import { readdirSync, readFileSync } from 'node:fs';
import type { Ref } from '@dataservices/kube';
import type { Fault } from './node-faults.ts';
import { readPod } from './pod.ts';
import type { TestBed } from './test-bed.ts';

/** SIGKILL, as the kernel's out-of-memory killer would: nothing is flushed, nobody is told. */
export function killContainer(bed: TestBed, ref: Ref, container: string): Promise<void> {
  return signalContainer(bed, ref, container, 'SIGKILL');
}

/** Stops a container where it stands, with its connections open, as a hang would. Its probes, which are processes of their own, go on. */
export async function hangContainer(bed: TestBed, ref: Ref, container: string): Promise<Fault> {
  await signalContainer(bed, ref, container, 'SIGSTOP');
  return { heal: () => signalContainer(bed, ref, container, 'SIGCONT') };
}

/**
 * To the first process of a container. Only where the nodes are processes of this machine.
 *
 * @throws Error where the container does not run here
 */
async function signalContainer({ kube }: TestBed, ref: Ref, container: string, signal: NodeJS.Signals): Promise<void> {
  const { status } = await readPod(kube, ref);
  const id = status?.containerStatuses?.find(({ name }) => name === container)?.containerID?.split('//')[1];
  if (id === undefined) throw new Error(`${ref.name} has no running container ${container}`);
  const pid = pidsInCgroup(id).find(isFirstInNamespace);
  if (pid === undefined) throw new Error(`no process of ${ref.name}/${container} (${id}) runs on this machine`);
  process.kill(pid, signal);
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
