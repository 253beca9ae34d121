import { type Move, planReassignment } from '@dataservices/reassignment';
import type { PartitionView, Reassignment } from '../client/port.ts';
import { type KafkaView, type Observed, partitionKey } from '../observed.ts';

export type Moves = {
  /** What may begin now, with what is under way already. */
  readonly next: readonly Reassignment[];
  /** All that is left to do, what is under way included. */
  readonly left: number;
  /** What is still to be copied, that of those under way included, as far as sizes are known. */
  readonly bytes: number;
};

type Input = { readonly mode: 'drain' | 'balance'; readonly remove: readonly number[]; readonly onto: readonly number[] };

/** Changes of order copy nothing: as many at once as one request carries well. */
const mostLeadersAtOnce = 500;

/**
 * Where partitions are to go, worked out anew in each pass from where they are, those on their way counted as there: an operator that stopped
 * half-way, and whoever moved something besides, change nothing about it.
 */
export function movesOf({ kafka, cluster }: Observed, { mode, remove, onto }: Input): Moves {
  if (kafka === undefined) return { next: [], left: 0, bytes: 0 };
  const racks = new Map(kafka.registered.map(({ id, rack }) => [id, rack]));
  const partitions = kafka.partitions.map((one) => ({
    topic: one.topic,
    partition: one.partition,
    replicas: targetOf(kafka, one),
    bytes: kafka.sizes.get(partitionKey(one)) ?? 0,
  }));
  // Not to be planned at all: whoever asks says why it waits.
  if (partitions.some(({ replicas }) => replicas.length > onto.length)) return { next: [], left: partitions.length, bytes: 0 };
  const { moves, bytes } = planReassignment({ mode, remove, brokers: onto.map((id) => ({ id, rack: racks.get(id) })), partitions });
  const next = withinLimits(kafka, moves, cluster.spec.rebalance.maxMovesPerBroker);
  return { next, left: moves.length + kafka.reassignments.length, bytes: bytes + bytesUnderWay(kafka) };
}

/** Where a partition is to be, by what is under way. */
export function targetOf({ reassignments }: KafkaView, { topic, partition, replicas }: PartitionView): readonly number[] {
  const moving = reassignments.find((one) => one.topic === topic && one.partition === partition);
  return moving === undefined ? replicas : moving.replicas.filter((id) => !moving.removing.includes(id));
}

function bytesUnderWay({ reassignments, sizes, arrived }: KafkaView): number {
  const rest = reassignments.map((one) => {
    const key = partitionKey(one);
    return Math.max(0, (sizes.get(key) ?? 0) * one.adding.length - (arrived.get(key) ?? 0));
  });
  return rest.reduce((sum, bytes) => sum + bytes, 0);
}

/** No broker sends or receives more partitions at once than it may. One that moves is left alone until it has arrived. */
function withinLimits(kafka: KafkaView, moves: readonly Move[], most: number): readonly Reassignment[] {
  const load = new Map<number, number>();
  const add = (ids: readonly number[]) => {
    for (const id of ids) load.set(id, (load.get(id) ?? 0) + 1);
  };
  const leaders = new Map(kafka.partitions.map((one) => [partitionKey(one), one.leader]));
  const involved = (key: string, adding: readonly number[]) => {
    const leader = leaders.get(key);
    return leader === undefined ? adding : [leader, ...adding];
  };
  for (const one of kafka.reassignments) add(involved(partitionKey(one), one.adding));
  const isMoving = new Set(kafka.reassignments.map(partitionKey));
  const next: Reassignment[] = [];
  let reordered = 0;
  for (const { topic, partition, from, to } of moves) {
    const key = partitionKey({ topic, partition });
    const adding = to.filter((id) => !from.includes(id));
    if (isMoving.has(key)) continue;
    if (adding.length === 0 && reordered >= mostLeadersAtOnce) continue;
    const ids = adding.length === 0 ? [] : involved(key, adding);
    if (ids.some((id) => (load.get(id) ?? 0) >= most)) continue;
    add(ids);
    if (adding.length === 0) reordered += 1;
    next.push({ topic, partition, replicas: to });
  }
  return next;
}
