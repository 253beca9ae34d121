import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Ref } from '@dataservices/kube';
import { processOf } from './container-process.ts';
import type { Fault } from './node-faults.ts';
import type { TestBed } from './test-bed.ts';

export type SlowDisk = {
  readonly container: string;
  /** Where the container has it. */
  readonly folder: string;
  readonly writesPerSecond: number;
};

const cgroups = '/sys/fs/cgroup';

/**
 * Gives what one container writes to a volume a budget of operations, as network volumes have one: until the container ends, or it is healed.
 * Only where nodes are processes of this machine, and for volumes with a file system of their own.
 */
export async function slowDisk(bed: TestBed, ref: Ref, { container, folder, writesPerSecond }: SlowDisk): Promise<Fault> {
  const pid = await processOf(bed, ref, container);
  const { dev } = statSync(`/proc/${pid}/root${folder}`);
  const device = `${Math.floor(dev / 256) % 4096}:${dev % 256}`;
  const { file, rule } = throttleOf(pid);
  writeFileSync(file, `${device} ${rule(writesPerSecond)}`);
  return {
    heal: async () => {
      if (existsSync(file)) writeFileSync(file, `${device} ${rule(undefined)}`);
    },
  };
}

type Throttle = { readonly file: string; readonly rule: (writesPerSecond: number | undefined) => string };

/** Both versions of cgroups have this, each in its own words. */
function throttleOf(pid: number): Throttle {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').split('\n');
  const first = lines.find((line) => line.includes(':blkio:'));
  if (first !== undefined) {
    const file = `${cgroups}/blkio${first.slice(first.indexOf('/'))}/blkio.throttle.write_iops_device`;
    return { file, rule: (writes = 0) => String(writes) };
  }
  const second = lines.find((line) => line.startsWith('0::')) ?? '0::/';
  return { file: `${cgroups}${second.slice(second.indexOf('/'))}/io.max`, rule: (writes) => `wiops=${writes ?? 'max'}` };
}
