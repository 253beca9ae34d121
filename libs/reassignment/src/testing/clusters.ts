import fc from 'fast-check';
import type { Broker, Partition, ReassignmentInput } from '../cluster-state.ts';

export type ClusterShape = {
  readonly racks: number;
  readonly brokersOfRack: number;
  readonly replicationFactor: number;
  readonly partitions: number;
  /** How many of the brokers hold something so far; the others have just joined. */
  readonly inUse: number;
  readonly seed: number;
};

/** A cluster whose partitions were laid out over its racks as Kafka does it: one rack after another. */
export function rackAwareCluster(shape: ClusterShape): { readonly brokers: readonly Broker[]; readonly partitions: readonly Partition[] } {
  const { racks, brokersOfRack, replicationFactor, seed } = shape;
  const brokers = Array.from({ length: racks * brokersOfRack }, (_, id) => ({ id, rack: `r${id % racks}` }));
  const used = Math.max(replicationFactor, Math.min(shape.inUse, brokers.length));
  const partitions = Array.from({ length: shape.partitions }, (_, partition) => ({
    topic: `t${partition % 3}`,
    partition,
    replicas: Array.from({ length: replicationFactor }, (_unused, at) => (seed + partition + at) % used),
    bytes: ((partition * 7919 + seed) % 100) * 1000,
  }));
  return { brokers, partitions };
}

export const clusterShape = (limits: { readonly racks?: number } = {}): fc.Arbitrary<ClusterShape> =>
  fc
    .record({
      racks: limits.racks === undefined ? fc.integer({ min: 1, max: 5 }) : fc.constant(limits.racks),
      brokersOfRack: fc.integer({ min: 1, max: 5 }),
      replicationFactor: fc.integer({ min: 1, max: 4 }),
      partitions: fc.integer({ min: 0, max: 60 }),
      inUse: fc.integer({ min: 1, max: 25 }),
      seed: fc.nat(1000),
    })
    .filter(({ racks, brokersOfRack, replicationFactor }) => racks * brokersOfRack > replicationFactor);

/** Anything that may be asked for: uneven racks, weights, replicas in any order, brokers to remove. */
export const anyInput: fc.Arbitrary<ReassignmentInput> = fc
  .record({
    mode: fc.constantFrom('drain' as const, 'balance' as const),
    brokers: fc.array(
      fc.record({
        rack: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
        weight: fc.option(fc.constantFrom(1, 2, 5), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    partitions: fc.array(fc.record({ order: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }), bytes: fc.nat(1000) }), {
      maxLength: 40,
    }),
    removed: fc.nat(3),
  })
  .map(({ mode, brokers, partitions, removed }) => {
    const ids = brokers.map((_, at) => at * 10);
    const longest = Math.max(1, ids.length - removed);
    return {
      mode,
      brokers: brokers.map((broker, at) => ({ id: at * 10, ...broker })),
      remove: ids.slice(0, Math.min(removed, ids.length - 1)),
      partitions: partitions.map(({ order, bytes }, partition) => ({
        topic: 't',
        partition,
        replicas: [...new Set(order.map((at) => ids[at % ids.length] ?? 0))].slice(0, longest),
        bytes,
      })),
    };
  });
