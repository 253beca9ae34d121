import type { PartitionReplicas } from '../../src/kafka-tools.ts';

/** What is copied for each replica on a broker that has none of its partition yet. */
export function copiedBytes(
  now: readonly PartitionReplicas[],
  proposed: readonly PartitionReplicas[],
  bytesOf: (partition: PartitionReplicas) => number,
): number {
  const keyOf = ({ topic, partition }: PartitionReplicas) => `${topic}-${partition}`;
  const known = new Map(now.map((one) => [keyOf(one), one.replicas]));
  return proposed.reduce((sum, one) => {
    const before = known.get(keyOf(one));
    if (before === undefined) throw new Error(`${keyOf(one)} is proposed to be moved, and is not there`);
    return sum + bytesOf(one) * one.replicas.filter((id) => !before.includes(id)).length;
  }, 0);
}
