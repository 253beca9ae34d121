import { podOfNode } from '../names.ts';
import type { Observed } from '../observed.ts';
import { leavingBrokers, wantedBrokers } from './health.ts';
import { moveStep, obstacleToMoves } from './move-step.ts';
import { type Moves, movesOf } from './moves.ts';
import type { KafkaRule } from './rule.ts';

const rule = 'SpreadPartitions';

/**
 * Precondition: `rebalance.mode` is Full, and a broker has joined since partitions were spread last.
 * Effect: partitions are moved onto it, the fewest that give every broker its share, a few at a time.
 *
 * Prevents: a broker that has joined and does nothing, because Kafka places only new partitions on it.
 */
export const spreadPartitions: KafkaRule = (observed) => {
  const moves = spreadMoves(observed);
  if (moves === undefined) return undefined;
  const who = joinedBrokers(observed)
    .map((id) => podOfNode(observed.names, id))
    .join(', ');
  if (typeof moves === 'string')
    return { rule, reason: `${who} to get partitions, and waits: ${moves}`, actions: [], requeueAfterMs: 1_000 };
  if (moves.left === 0) return { rule, reason: `${who} joined: partitions are spread`, actions: [], requeueAfterMs: 50 };
  return moveStep(observed, rule, `${who} joined`, moves);
};

/** What the status is to say of the brokers over which partitions are spread. */
export function spreadPart(observed: Observed, moves: ReturnType<typeof spreadMoves>): readonly number[] | undefined {
  const { kafka, cluster } = observed;
  const known = cluster.status.kraft?.spreadOver;
  if (kafka === undefined) return known;
  const wanted = wantedBrokers(observed).map(({ nodeId }) => nodeId);
  const serving = wanted.filter((id) => kafka.registered.some((broker) => broker.id === id && !broker.isFenced));
  // Whoever is there from the beginning has not joined.
  if (known === undefined) return wanted.length > 0 && serving.length === wanted.length ? wanted : undefined;
  if (cluster.spec.replicas === 0) return known;
  const stayed = known.filter((id) => id < cluster.spec.replicas);
  const isDone = typeof moves === 'object' && moves.left === 0;
  return isDone ? [...stayed, ...joinedBrokers(observed)].toSorted((a, b) => a - b) : stayed;
}

/** Brokers that serve, are to stay, and were not among those over which partitions were spread last. */
export function joinedBrokers(observed: Observed): readonly number[] {
  const { kafka, cluster } = observed;
  const known = cluster.status.kraft?.spreadOver;
  if (kafka === undefined || known === undefined || cluster.spec.rebalance.mode !== 'Full') return [];
  const serving = kafka.registered.filter(({ isFenced }) => !isFenced).map(({ id }) => id);
  return serving.filter((id) => id < cluster.spec.replicas && !known.includes(id));
}

/** What is to move onto brokers that have joined, or what that waits for; undefined where none has. */
export function spreadMoves(observed: Observed): Moves | string | undefined {
  const { kafka } = observed;
  if (kafka === undefined || joinedBrokers(observed).length === 0) return undefined;
  const onto = wantedBrokers(observed).map(({ nodeId }) => nodeId);
  return obstacleToMoves(observed, kafka) ?? movesOf(observed, { mode: 'balance', remove: leavingBrokers(observed), onto });
}
