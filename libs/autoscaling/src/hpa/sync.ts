import { combineProposals } from './combine-proposals.ts';
import { type Limited, limitByFactor, limitByPolicies } from './limit-change.ts';
import { noteScaleEvent } from './scale-events.ts';
import { type Stabilized, stabilizeBothWays, stabilizeDownscale } from './stabilize.ts';
import { toleranceOf } from './tolerance.ts';
import type { Behavior, Condition, Conditions, ConditionType, ControllerSettings, History, Metric, Target } from './types.ts';

export type SyncInput = {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly Metric[];
  readonly behavior: Behavior | undefined;
  /** Undefined where the scale could not be read. */
  readonly target: Target | undefined;
  readonly history: History;
  readonly conditions: Conditions;
  /** What the status says so far. */
  readonly desiredReplicas: number;
  readonly settings: ControllerSettings;
  readonly nowSeconds: number;
  /** Whether the new size will be refused by the API server. */
  readonly isUpdateRefused?: boolean;
};

export type SyncOutput = {
  /** For the status. */
  readonly desiredReplicas: number;
  /** The new size, where it changes. */
  readonly scaledTo: number | undefined;
  readonly conditions: Conditions;
  readonly history: History;
};

/** One look of the HorizontalPodAutoscaler, from what was read to what is written. */
export function sync(input: SyncInput): SyncOutput {
  const { target, desiredReplicas } = input;
  if (target === undefined) {
    const conditions = set(input.conditions, 'AbleToScale', 'False', 'FailedGetScale');
    return { desiredReplicas, scaledTo: undefined, conditions, history: input.history };
  }
  const read = set(input.conditions, 'AbleToScale', 'True', 'SucceededGetScale');
  return rescale({ ...input, conditions: read, history: withSeed(input.history, target, input.nowSeconds) }, target);
}

/** After every start, nothing is known of what was recommended before: the size that is found counts as recommended, so that nothing shrinks at once. */
function withSeed(history: History, { specReplicas }: Target, nowSeconds: number): History {
  return { ...history, recommendations: history.recommendations ?? [{ replicas: specReplicas, atSeconds: nowSeconds }] };
}

type Step = { readonly conditions: Conditions; readonly history: History };
type Wanted = Step & { readonly replicas: number };

function rescale(input: SyncInput, target: Target): SyncOutput {
  const { specReplicas: current } = target;
  const wanted = wantedReplicas(input, target);
  if (!('replicas' in wanted)) return { desiredReplicas: input.desiredReplicas, scaledTo: undefined, ...wanted };
  const { replicas, history } = wanted;
  if (replicas === current) return { desiredReplicas: current, scaledTo: undefined, conditions: wanted.conditions, history };
  if (input.isUpdateRefused) {
    const conditions = set(wanted.conditions, 'AbleToScale', 'False', 'FailedUpdateScale');
    return { desiredReplicas: input.desiredReplicas, scaledTo: undefined, conditions, history };
  }
  return {
    desiredReplicas: replicas,
    scaledTo: replicas,
    conditions: afterRescale(wanted.conditions, replicas, input.settings),
    history: noteScaleEvent(history, input.behavior, { from: current, to: replicas, atSeconds: input.nowSeconds }),
  };
}

function afterRescale(conditions: Conditions, replicas: number, { canScaleToZero }: ControllerSettings): Conditions {
  const able = set(conditions, 'AbleToScale', 'True', 'SucceededRescale');
  if (!canScaleToZero) return able;
  return replicas === 0 ? set(able, 'ScaledToZero', 'True', 'ScaledToZero') : set(able, 'ScaledToZero', 'False', 'NotScaledToZero');
}

function wantedReplicas(input: SyncInput, target: Target): Wanted | Step {
  const { minReplicas, maxReplicas, conditions, history } = input;
  const { specReplicas: current } = target;
  if (current === 0 && !mayLeaveZero(input)) {
    return { conditions: set(conditions, 'ScalingActive', 'False', 'ScalingDisabled'), history, replicas: 0 };
  }
  // Outside of the bounds nothing else counts: no metric, no window, no policy.
  if (current > maxReplicas) return { conditions, history, replicas: maxReplicas };
  if (current < minReplicas && current !== 0) return { conditions, history, replicas: minReplicas };
  if (target.selectorFault !== undefined) return { conditions: set(conditions, 'ScalingActive', 'False', target.selectorFault), history };
  const combined = combineProposals(input.metrics, target, toleranceOf(input.behavior, input.settings));
  if ('held' in combined) return { conditions: set(conditions, 'ScalingActive', 'False', combined.reason), history };
  const active = set(conditions, 'ScalingActive', 'True', 'ValidMetricFound');
  const wanted = stabilizeAndLimit({ ...input, conditions: active }, current, combined.replicas);
  const hasFloor = current === 0 && wanted.replicas < minReplicas;
  return hasFloor ? { ...wanted, replicas: minReplicas } : wanted;
}

/** Only who was scaled to 0 by its metrics may be scaled up by them again: 0 by anybody else is a pause. */
function mayLeaveZero({ conditions, settings, minReplicas, metrics }: SyncInput): boolean {
  const isOwnZero = settings.canScaleToZero && conditions.ScaledToZero?.status === 'True';
  return isOwnZero && (minReplicas !== 0 || metrics.some(({ source }) => source === 'External' || source === 'Object'));
}

function stabilizeAndLimit(input: SyncInput, current: number, proposed: number): Wanted {
  const { minReplicas, maxReplicas, behavior, settings, nowSeconds, history } = input;
  const stabilizing = { proposed, current, recommendations: history.recommendations ?? [], nowSeconds };
  const stabilized: Stabilized =
    behavior === undefined
      ? stabilizeDownscale(stabilizing, settings.downscaleStabilizationSeconds)
      : stabilizeBothWays(stabilizing, behavior);
  const limiting = { wanted: stabilized.replicas, current, minReplicas, maxReplicas };
  const limited: Limited =
    behavior === undefined ? limitByFactor(limiting, settings) : limitByPolicies(limiting, behavior, { ...history, nowSeconds });
  const isLimited = limited.replicas !== stabilized.replicas;
  const able = set(input.conditions, 'AbleToScale', 'True', stabilized.reason);
  return {
    replicas: limited.replicas,
    conditions: set(able, 'ScalingLimited', isLimited ? 'True' : 'False', limited.reason),
    history: { ...history, recommendations: stabilized.recommendations },
  };
}

function set(conditions: Conditions, type: ConditionType, status: Condition['status'], reason: string): Conditions {
  return { ...conditions, [type]: { status, reason } };
}
