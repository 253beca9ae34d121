import type { Partition, ReassignmentInput } from './cluster-state.ts';
import { RefusedInput } from './refused-input.ts';

/** @throws RefusedInput for brokers, partitions or replicas that are there twice, and for partitions with more replicas than brokers remain */
export function checkInput({ brokers, remove = [], partitions }: ReassignmentInput): void {
  const ids = brokers.map(({ id }) => id);
  refuseTwice(ids, (at) => `brokers[${at}].id: broker ${ids[at]} is there twice`);
  const wrong = brokers.findIndex(({ weight = 1 }) => !(weight > 0 && Number.isFinite(weight)));
  if (wrong >= 0) throw new RefusedInput(`brokers[${wrong}].weight: must be a number above 0; leave it out for 1`);
  refuseTwice(
    partitions.map(({ topic, partition }) => `${partition} of ${topic}`),
    (at) => `partitions[${at}]: partition ${nameOf(partitions[at])} is there twice`,
  );
  const leaving = new Set(remove);
  const remaining = ids.filter((id) => !leaving.has(id)).length;
  for (const [at, { replicas, ...rest }] of partitions.entries()) {
    refuseTwice(replicas, (index) => `partitions[${at}].replicas[${index}]: broker ${replicas[index]} is there twice`);
    if (replicas.length > remaining && replicas.some((id) => leaving.has(id))) {
      throw new RefusedInput(
        `partitions[${at}].replicas: partition ${nameOf(rest)} has ${replicas.length} replicas, and ${remaining} brokers remain: remove fewer, or lower its replication factor first`,
      );
    }
  }
}

function refuseTwice(values: readonly unknown[], explain: (at: number) => string): void {
  const seen = new Set<unknown>();
  for (const [at, value] of values.entries()) {
    if (seen.has(value)) throw new RefusedInput(explain(at));
    seen.add(value);
  }
}

function nameOf(partition: Pick<Partition, 'topic' | 'partition'> | undefined): string {
  return `${partition?.topic}-${partition?.partition}`;
}
