import { type Condition, mergeConditions } from './conditions.ts';

/**
 * The status of an object that the operator cannot read, such as one stored before a rule existed. What it runs is left running,
 * and nothing that was recorded is dropped.
 *
 * @param message what is wrong with which field, and the remedy
 * @param nowMs the pass's time, milliseconds since the epoch
 */
export function unreadableStatus<S extends { readonly conditions?: readonly Condition[] }>(
  previous: S | undefined,
  message: string,
  nowMs: number,
  generation: number,
): object {
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
