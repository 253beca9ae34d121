import { podOfNode } from '../names.ts';
import type { KafkaView, Observed } from '../observed.ts';
import { cordon, isCordoned, uncordon } from './cordon.ts';
import { isEmpty, leavingBrokers, wantedBrokers } from './health.ts';
import { moveStep, obstacleToMoves } from './move-step.ts';
import { type Moves, movesOf, targetOf } from './moves.ts';
import type { KafkaRule } from './rule.ts';

const rule = 'DrainBrokers';

/**
 * Precondition: brokers that are not asked for are registered, and partitions are on them, or on their way.
 * Effect: everything on them is moved to those that stay, Kafka's own topics included, a few partitions at a time. Their pods go when they are empty,
 * and not before.
 *
 * Prevents: replicas that are gone with a broker that was scaled away, and topics that go on with too few of them.
 */
export const drainBrokers: KafkaRule = (observed) => {
  const moves = drainMoves(observed);
  if (moves === undefined) return undefined;
  const leaving = leavingBrokers(observed);
  const who = leaving.map((id) => podOfNode(observed.names, id)).join(', ');
  if (typeof moves === 'string') return { rule, reason: `${who} to be emptied, and waits: ${moves}`, actions: [], requeueAfterMs: 1_000 };
  const changes = cordon(observed, leaving);
  if (changes.length > 0)
    return { rule, reason: `${who} to leave: no new partitions come`, actions: [{ kind: 'alter-settings', changes }] };
  return moveStep(observed, rule, `${who} to leave`, moves);
};

/** What is to move off brokers that leave, or what that waits for; undefined where nothing is on any of them. */
export function drainMoves(observed: Observed): Moves | string | undefined {
  const { kafka } = observed;
  const leaving = leavingBrokers(observed);
  if (kafka === undefined || leaving.every((id) => isEmpty(kafka, id))) return undefined;
  const onto = wantedBrokers(observed).map(({ nodeId }) => nodeId);
  return tooFew(observed, kafka) ?? obstacleToMoves(observed, kafka) ?? movesOf(observed, { mode: 'drain', remove: leaving, onto });
}

/** Every replica of a partition is on a broker of its own. */
function tooFew({ cluster }: Observed, kafka: KafkaView): string | undefined {
  const { replicas: size } = cluster.spec;
  const topic = kafka.partitions.find((one) => targetOf(kafka, one).length > size);
  if (topic === undefined) return undefined;
  const needed = targetOf(kafka, topic).length;
  return `topic ${topic.topic} has ${needed} replicas, and ${size} brokers would be left: lower its replication factor, or set spec.replicas to ${needed} or more`;
}

/**
 * Precondition: a broker that was begun to be emptied is asked for again.
 * Effect: what is on its way off it stays, and new partitions may come again.
 *
 * Prevents: a drain that goes on after it was called off, and a broker that gets nothing ever again.
 */
export const cancelDrain: KafkaRule = (observed) => {
  const { kafka, names } = observed;
  const back = returned(observed);
  if (kafka === undefined || back.length === 0) return undefined;
  const moves = kafka.reassignments
    .filter(({ removing }) => removing.some((id) => back.includes(id)))
    .map(({ topic, partition }) => ({ topic, partition, replicas: undefined }));
  const changes = uncordon(observed, back);
  if (moves.length === 0 && changes.length === 0) return undefined;
  return {
    rule: 'CancelDrain',
    reason: `${back.map((id) => podOfNode(names, id)).join(', ')} is wanted again: what is on its way off it stays`,
    actions: [
      ...(moves.length === 0 ? [] : [{ kind: 'move-partitions' as const, moves }]),
      ...(changes.length === 0 ? [] : [{ kind: 'alter-settings' as const, changes }]),
    ],
    requeueAfterMs: 500,
  };
};

/** What the status is to say of brokers that were begun to be emptied: those who leave, until they are back and nothing of it is left. */
export function drainingPart(observed: Observed): readonly number[] {
  const { kafka, cluster } = observed;
  const known = cluster.status.kraft?.draining ?? [];
  if (kafka === undefined) return known;
  const isUndone = (id: number) =>
    id < cluster.spec.replicas &&
    kafka.brokerSettings.has(id) &&
    !isCordoned(observed, id) &&
    !kafka.reassignments.some(({ removing }) => removing.includes(id));
  return [...new Set([...known, ...leavingBrokers(observed)])].filter((id) => !isUndone(id)).toSorted((a, b) => a - b);
}

function returned({ cluster }: Observed): readonly number[] {
  return (cluster.status.kraft?.draining ?? []).filter((id) => id < cluster.spec.replicas);
}
