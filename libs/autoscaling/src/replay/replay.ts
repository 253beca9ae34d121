import { behaviorWithDefaults } from '../hpa/behavior-with-defaults.ts';
import { type SyncInput, sync } from '../hpa/sync.ts';
import {
  type Condition,
  type Conditions,
  type ConditionType,
  controllerDefaults,
  type History,
  type Metric,
  type Target,
} from '../hpa/types.ts';
import type { ReplayCase, ReplayMetric, ReplayReading, ReplaySequence, ReplayStart, ReplayStep } from './replay-format.ts';

export type NamedCondition = Condition & { readonly type: ConditionType };

export type CaseOutcome = { readonly id: string; readonly desired: number; readonly conditions: readonly NamedCondition[] };

export type StepOutcome = {
  readonly desired: number;
  /** The new size; null where it stays. */
  readonly scaledTo: number | null;
  /** `status/reason` of each. */
  readonly conditions: Readonly<Record<string, string>>;
};

export type SequenceOutcome = { readonly id: string; readonly steps: readonly StepOutcome[] };

/** One look, with the history that the case gives. */
export function replayCase(given: ReplayCase): CaseOutcome {
  const { desiredReplicas, conditions } = sync(inputOf(given));
  const named = Object.entries(conditions).map(([type, condition]) => ({ type: type as ConditionType, ...condition }));
  return { id: given.id, desired: desiredReplicas, conditions: named };
}

/** Looks one after another. What each leaves is what the next finds; a new size is there at once. */
export function replaySequence(given: ReplaySequence): SequenceOutcome {
  let input = inputOf(given);
  const steps = given.steps.map((step) => {
    input = afterStep(input, step);
    const { desiredReplicas, scaledTo, conditions, history } = sync(input);
    input = { ...input, desiredReplicas, conditions, history, ...(scaledTo !== undefined && { target: resized(scaledTo) }) };
    const texts = Object.entries(conditions).map(([type, { status, reason }]) => [type, `${status}/${reason}`]);
    return { desired: desiredReplicas, scaledTo: scaledTo ?? null, conditions: Object.fromEntries(texts) };
  });
  return { id: given.id, steps };
}

function afterStep(input: SyncInput, step: ReplayStep): SyncInput {
  const { minReplicas = input.minReplicas, maxReplicas = input.maxReplicas } = step;
  return {
    ...input,
    nowSeconds: input.nowSeconds + step.advanceSeconds,
    minReplicas,
    maxReplicas,
    target: input.target && targetAfter(input.target, step),
    metrics: input.metrics.map((metric, at) => {
      const reading = step.metrics?.[at];
      return reading === undefined ? metric : { ...metric, reading: readingOf(reading, step.errors?.[at]) };
    }),
  };
}

function targetAfter(target: Target, { specReplicas, statusReplicas, ready }: ReplayStep): Target {
  const edited = specReplicas === undefined ? target : { ...target, ...resized(specReplicas) };
  const seen =
    statusReplicas === undefined ? edited : { ...edited, statusReplicas, pods: { total: statusReplicas, ready: statusReplicas } };
  return ready === undefined ? seen : { ...seen, pods: { ...seen.pods, ready } };
}

function resized(replicas: number): Target {
  return { specReplicas: replicas, statusReplicas: replicas, pods: { total: replicas, ready: replicas } };
}

function inputOf(given: ReplayStart): SyncInput {
  const { minReplicas, maxReplicas, currentReplicas, behavior, fault } = given;
  return {
    minReplicas,
    maxReplicas,
    metrics: given.metrics.map(metricOf),
    behavior: behavior == null ? undefined : behaviorWithDefaults(behavior, controllerDefaults.downscaleStabilizationSeconds),
    target: fault === 'FailedGetScale' ? undefined : targetOf(given),
    history: historyOf(given.history),
    conditions: conditionsOf(given.initialConditions ?? []),
    desiredReplicas: currentReplicas,
    settings: {
      ...controllerDefaults,
      tolerance: given.tolerance ?? controllerDefaults.tolerance,
      scaleUpLimit: given.scaleUpLimit ?? controllerDefaults.scaleUpLimit,
      canScaleToZero: given.featureGates?.HPAScaleToZero ?? controllerDefaults.canScaleToZero,
    },
    nowSeconds: 0,
    isUpdateRefused: fault === 'FailedUpdateScale',
  };
}

function targetOf({ currentReplicas, statusReplicas, pods, fault }: ReplayStart): Target {
  const selectorFault = fault === 'InvalidSelector' || fault === 'AmbiguousSelector' ? fault : undefined;
  return { specReplicas: currentReplicas, statusReplicas, pods, selectorFault };
}

const sources = { external: 'External', object: 'Object', pods: 'Pods' } as const;

function metricOf({ type, targetType, target, current, error }: ReplayMetric): Metric {
  const known = Object.entries(sources).find(([name]) => name === type.toLowerCase());
  return { source: known?.[1] ?? 'Unknown', target: { type: targetType, amount: target }, reading: readingOf(current, error) };
}

function readingOf(current: ReplayReading, error: string | null | undefined): Metric['reading'] {
  if (error) return { error };
  if (current === null) return { error: 'there is no reading' };
  return { series: typeof current === 'number' ? [current] : current };
}

function historyOf({ recommendations, scaleUpEvents, scaleDownEvents }: ReplayStart['history']): History {
  const changes = (events: typeof scaleUpEvents) =>
    (events ?? []).map(({ replicas, ageSeconds }) => ({ change: replicas, atSeconds: -ageSeconds }));
  return {
    recommendations: recommendations?.map(({ replicas, ageSeconds }) => ({ replicas, atSeconds: -ageSeconds })),
    scaleUpEvents: changes(scaleUpEvents),
    scaleDownEvents: changes(scaleDownEvents),
  };
}

function conditionsOf(conditions: readonly NamedCondition[]): Conditions {
  return Object.fromEntries(conditions.map(({ type, status, reason }) => [type, { status, reason }]));
}
