import type { Ref } from '@dataservices/kube';
import { killContainer } from './kill-container.ts';
import type { TestBed } from './test-bed.ts';

export type Damage = {
  /** A node of ZooKeeper, and what it holds. */
  readonly path: string;
  readonly data: string;
};

/**
 * Has a member go on with another content of a node than it was given, as if its disk had lied: it is changed in its snapshots, then the
 * server is killed, and starts with what it finds.
 *
 * @param damage `data` has to be three digits, the outer ones below 9, the one between them above 1
 * @throws Error where no snapshot has that node
 */
export async function damageSnapshots(bed: TestBed, ref: Required<Ref>, { path, data }: Damage): Promise<void> {
  const other = otherOfSameChecksum(data);
  // A node is its path, its length and its content.
  const before = `${path}\\x00\\x00\\x00\\x03`;
  const script = `cd /data/zookeeper/version-2
    LC_ALL=C sed -i 's|${before}${data}|${before}${other}|' snapshot.*
    LC_ALL=C grep -aqP '${before}${other}' snapshot.*`;
  const command = ['exec', '--namespace', ref.namespace, ref.name, '--container', 'zookeeper', '--', 'bash', '-c', script];
  await bed.cluster.kubectl(command);
  await killContainer(bed, ref, 'zookeeper');
}

/** Snapshots end with their Adler-32: a sum of bytes, and one of them by their places, neither of which this changes. */
export function otherOfSameChecksum(digits: string): string {
  const [first = 0, second = 0, third = 0] = [...digits].map(Number);
  return `${first + 1}${second - 2}${third + 1}`;
}
