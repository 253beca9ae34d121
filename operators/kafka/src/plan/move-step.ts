import type { KafkaAction } from '../action.ts';
import type { KafkaView, Observed } from '../observed.ts';
import { describePartitions, isUnfenced, partitionsBelowMinIsr, wantedBrokers } from './health.ts';
import type { Moves } from './moves.ts';
import { describeProgress, progressOf } from './progress.ts';
import type { KafkaStep } from './rule.ts';
import { rateChangesFor, throttleFor } from './throttle.ts';

/** What keeps partitions from being moved, in a few words: what moves takes from those that must catch up. */
export function obstacleToMoves(observed: Observed, kafka: KafkaView): string | undefined {
  const missing = wantedBrokers(observed).filter((member) => !isUnfenced(kafka, member.nodeId));
  if (missing.length > 0) return `${missing.map(({ name }) => name).join(', ')} must serve first`;
  const isAwaited = (id: number, isr: readonly number[]) => !isr.includes(id) && id < observed.cluster.spec.replicas;
  const below = partitionsBelowMinIsr(kafka).filter(({ topic, partition, replicas, isr }) => {
    const moving = kafka.reassignments.find((one) => one.topic === topic && one.partition === partition);
    return replicas.some((id) => isAwaited(id, isr) && moving?.adding.includes(id) !== true);
  });
  return below.length === 0 ? undefined : `${describePartitions(below)} must have enough replicas in sync first`;
}

/** Begins what may begin, slowed down as asked for; waits for what is under way. */
export function moveStep(observed: Observed, rule: string, what: string, moves: Moves): KafkaStep {
  const { next } = moves;
  const changes = next.length === 0 ? rateChangesFor(observed) : throttleFor(observed, next);
  const actions: KafkaAction[] = [
    ...(changes.length === 0 ? [] : [{ kind: 'alter-settings' as const, changes }]),
    ...(next.length === 0 ? [] : [{ kind: 'move-partitions' as const, moves: next }]),
  ];
  return { rule, reason: `${what}: ${describeProgress(progressOf(observed, moves))}`, actions, requeueAfterMs: 1_000 };
}
