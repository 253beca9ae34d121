import type { PartitionReplicas } from '../../src/kafka-tools.ts';

/**
 * What leaves one broker: each of its partitions goes to the first of those that stay which does not have it yet, in turn, so that all of them get some.
 *
 * @throws Error where a partition is on all that stay already
 */
export function movesOff(
  partitions: readonly PartitionReplicas[],
  leaving: number,
  staying: readonly number[],
): readonly PartitionReplicas[] {
  return partitions
    .filter(({ replicas }) => replicas.includes(leaving))
    .map((one, index) => {
      const { topic, partition, replicas } = one;
      const free = staying.filter((id) => !replicas.includes(id));
      const to = free[index % free.length];
      if (to === undefined) throw new Error(`partition ${partition} of ${topic} has nowhere to go from broker ${leaving}`);
      return { topic, partition, replicas: replicas.map((id) => (id === leaving ? to : id)) };
    });
}
