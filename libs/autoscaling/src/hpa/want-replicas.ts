import { combineProposals } from './combine-proposals.ts';
import { type Deviations, noDeviations } from './deviations.ts';
import { type Limited, limitByFactor, limitByPolicies } from './limit-change.ts';
import type { Proposal } from './propose-replicas.ts';
import { type Stabilized, stabilizeBothWays, stabilizeDownscale } from './stabilize.ts';
import { toleranceOf } from './tolerance.ts';
import { type Behavior, type Conditions, type ControllerSettings, type History, type Metric, setCondition, type Target } from './types.ts';

export type WantInput = {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly Metric[];
  readonly behavior: Behavior | undefined;
  readonly history: History;
  readonly conditions: Conditions;
  readonly settings: ControllerSettings;
  readonly nowSeconds: number;
  /** Default: none. */
  readonly deviations?: Deviations;
};

/** The number after each step; absent where the size is outside of the bounds and nothing else counts. */
export type Stages = { readonly proposed: number; readonly stabilized: number; readonly limited: number };

type Looked = {
  readonly conditions: Conditions;
  readonly history: History;
  /** One for each metric, in their order; none where no metric was looked at. */
  readonly proposals: readonly Proposal[];
};

/** `replicas` is absent where the size has to stay as it is, because what is wanted is unknown. */
export type Wanted = Looked & { readonly replicas?: number; readonly stages?: Stages };

/** After every start, nothing is known of what was recommended before: the size that is found counts as recommended, so that nothing shrinks at once. */
export function withSeed(history: History, { specReplicas }: Target, nowSeconds: number): History {
  return { ...history, recommendations: history.recommendations ?? [{ replicas: specReplicas, atSeconds: nowSeconds }] };
}

/** From the metrics to the size within the bounds. */
export function wantReplicas(input: WantInput, target: Target): Wanted {
  const { minReplicas, maxReplicas, conditions, history, deviations = noDeviations } = input;
  const { specReplicas: current } = target;
  if (current === 0 && !mayLeaveZero(input))
    return { conditions: setCondition(conditions, 'ScalingActive', 'False', 'ScalingDisabled'), history, proposals: [], replicas: 0 };
  // Outside of the bounds nothing else counts: no metric, no window, no policy.
  if (current > maxReplicas) return { conditions, history, proposals: [], replicas: maxReplicas };
  if (current < minReplicas && current !== 0) return { conditions, history, proposals: [], replicas: minReplicas };
  const inactive = (reason: string) => setCondition(conditions, 'ScalingActive', 'False', reason);
  if (target.selectorFault !== undefined) return { conditions: inactive(target.selectorFault), history, proposals: [] };
  const combined = combineProposals(input.metrics, target, toleranceOf(input.behavior, input.settings), deviations);
  const { proposals } = combined;
  if ('held' in combined) return { conditions: inactive(combined.reason), history, proposals };
  const active = setCondition(conditions, 'ScalingActive', 'True', 'ValidMetricFound');
  const wanted = stabilizeAndLimit({ ...input, conditions: active }, current, combined.replicas);
  const hasFloor = current === 0 && wanted.replicas < minReplicas;
  return { ...wanted, proposals, replicas: hasFloor ? minReplicas : wanted.replicas };
}

/** Only who was scaled to 0 by its metrics may be scaled up by them again: 0 by anybody else is a pause. */
function mayLeaveZero({ conditions, settings, minReplicas, metrics }: WantInput): boolean {
  const isOwnZero = settings.canScaleToZero && conditions.ScaledToZero?.status === 'True';
  return isOwnZero && (minReplicas !== 0 || metrics.some(({ source }) => source === 'External' || source === 'Object'));
}

function stabilizeAndLimit(input: WantInput, current: number, proposed: number) {
  const { minReplicas, maxReplicas, behavior, settings, nowSeconds, history, deviations = noDeviations } = input;
  const stabilizing = { proposed, current, recommendations: history.recommendations ?? [], nowSeconds };
  const stabilized: Stabilized =
    behavior === undefined
      ? stabilizeDownscale(stabilizing, settings.downscaleStabilizationSeconds, deviations)
      : stabilizeBothWays(stabilizing, behavior);
  const limiting = { wanted: stabilized.replicas, current, minReplicas, maxReplicas };
  const limited: Limited =
    behavior === undefined ? limitByFactor(limiting, settings) : limitByPolicies(limiting, behavior, { ...history, nowSeconds });
  const isLimited = limited.replicas !== stabilized.replicas;
  const able = setCondition(input.conditions, 'AbleToScale', 'True', stabilized.reason);
  return {
    replicas: limited.replicas,
    stages: { proposed, stabilized: stabilized.replicas, limited: limited.replicas },
    conditions: setCondition(able, 'ScalingLimited', isLimited ? 'True' : 'False', limited.reason),
    history: { ...history, recommendations: stabilized.recommendations },
  };
}
