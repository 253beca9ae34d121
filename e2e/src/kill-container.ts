import type { Ref } from '@dataservices/kube';
import { processOf } from './container-process.ts';
import type { Fault } from './node-faults.ts';
import type { TestBed } from './test-bed.ts';

/** SIGKILL, as the kernel's out-of-memory killer would: nothing is flushed, nobody is told. @throws Error where the container does not run */
export async function killContainer(bed: TestBed, ref: Ref, container: string): Promise<void> {
  process.kill(await processOf(bed, ref, container), 'SIGKILL');
}

/** Stops a container where it stands, with its connections open, as a hang would. Its probes, which are processes of their own, go on. */
export async function hangContainer(bed: TestBed, ref: Ref, container: string): Promise<Fault> {
  process.kill(await processOf(bed, ref, container), 'SIGSTOP');
  return { heal: async () => void process.kill(await processOf(bed, ref, container), 'SIGCONT') };
}
