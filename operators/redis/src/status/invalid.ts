import type { RedisClusterStatus } from '@dataservices/api';
import { type Condition, mergeConditions } from '@dataservices/plan';

/**
 * The status of an object that this operator cannot read, such as one stored before a rule existed. What it runs is left running,
 * and nothing that was recorded is dropped.
 */
export function invalidStatus(previous: RedisClusterStatus | undefined, message: string, nowMs: number, generation: number): object {
  const facts = [
    { type: 'Stalled', status: 'True' },
    { type: 'Settled', status: 'False' },
    { type: 'Reconciling', status: 'False' },
  ] as const;
  const next = facts.map((fact) => ({ ...fact, reason: 'InvalidSpec', message, observedGeneration: generation }));
  const kept = (previous?.conditions ?? []).filter(({ type }) => facts.every((fact) => fact.type !== type));
  const conditions: readonly Condition[] = [...kept, ...mergeConditions(previous?.conditions ?? [], next, nowMs)];
  return { ...previous, observedGeneration: generation, summary: 'InvalidSpec', conditions };
}
