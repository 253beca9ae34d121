import { hasFailed } from '../hpa/combine-proposals.ts';
import type { Deviations } from '../hpa/deviations.ts';
import type { Proposal } from '../hpa/propose-replicas.ts';
import { noteScaleEvent } from '../hpa/scale-events.ts';
import { type Behavior, type Conditions, type ControllerSettings, type Metric, setCondition, type Target } from '../hpa/types.ts';
import { type Stages, type Wanted, type WantInput, wantReplicas, withSeed } from '../hpa/want-replicas.ts';
import { allowedSize } from './allowed-size.ts';
import { sentenceOf } from './explain.ts';
import { keepRecommendations } from './keep-recommendations.ts';
import { noteKnowledge, wasUnknownWithin } from './note-knowledge.ts';
import { noteTarget } from './note-target.ts';
import type { ScalerState } from './scaler-state.ts';

/** What keeps the size from being changed: a name, and why in plain words. */
export type Hold = { readonly reason: string; readonly message: string };

export type NamedMetric = Metric & { readonly name: string };

export type DecideInput = {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly metrics: readonly NamedMetric[];
  readonly behavior?: Behavior | undefined;
  readonly allowedSizes?: readonly number[] | undefined;
  readonly fallback?: { readonly replicas: number; readonly afterSeconds: number } | undefined;
  readonly mode: 'Auto' | 'DryRun' | 'ScaleUpOnly' | 'Paused';
  readonly holdAfterManualEditSeconds: number;
  /** Undefined where there is none that could be read. */
  readonly target: (Target & { readonly isOwnSize: boolean }) | undefined;
  /** Why the target must not be changed now, either way. */
  readonly gates: readonly Hold[];
  /** Why it must not shrink. */
  readonly vetoes: readonly Hold[];
  readonly state: ScalerState;
  readonly conditions: Conditions;
  readonly settings: ControllerSettings & { readonly longestGapSeconds: number };
  readonly deviations: Deviations;
  readonly nowSeconds: number;
};

export type Decision = {
  /** The new size, where the target is to be changed. */
  readonly scaleTo?: number;
  readonly current?: number;
  /** What would be right; the same as `scaleTo` where nothing holds. */
  readonly desiredReplicas?: number;
  /** The number after each step. */
  readonly stages?: Stages;
  readonly proposals: readonly Proposal[];
  /** What keeps the size from being changed, where it should be. */
  readonly holds: readonly Hold[];
  /** The gates that are closed, whether or not the size should be changed. */
  readonly gates: readonly Hold[];
  readonly conditions: Conditions;
  readonly sentence: string;
  readonly state: ScalerState;
};

/** One look, from what is known to what is to be done. Nothing of it depends on anything but its input. */
export function decide(input: DecideInput): Decision {
  const { target, state, nowSeconds, mode } = input;
  const idle = { proposals: [], holds: [], gates: [], state };
  if (mode === 'Paused') {
    const conditions = setCondition(input.conditions, 'ScalingActive', 'False', 'Paused');
    return { ...idle, conditions, sentence: 'spec.mode is Paused: nothing is asked or done.' };
  }
  if (target === undefined) {
    const conditions = setCondition(input.conditions, 'AbleToScale', 'False', 'FailedGetScale');
    return { ...idle, conditions, sentence: 'There is no such target, or it cannot be read.' };
  }
  const seen = { replicas: target.specReplicas, isOwn: target.isOwnSize };
  return decideFor({ ...input, state: noteTarget(state, seen, input.behavior, nowSeconds) }, target);
}

function decideFor(input: DecideInput, target: Target): Decision {
  const { state, nowSeconds, settings, behavior } = input;
  const conditions = setCondition(input.conditions, 'AbleToScale', 'True', 'SucceededGetScale');
  const history = withSeed(state.history, target, nowSeconds);
  const wanted = want({ ...input, behavior, conditions, history, settings: { ...settings, canScaleToZero: false } }, target);
  const hasUnknown = wanted.proposals.length === 0 ? undefined : wanted.proposals.some(hasFailed);
  const known = noteKnowledge(state, { hasUnknown, nowSeconds, longestGapSeconds: settings.longestGapSeconds });
  const replicas = withFallback(wanted.replicas, target.specReplicas, input, known);
  const sized = replicas === undefined ? undefined : sizeFor(input, target.specReplicas, replicas);
  const gates = [...input.gates, ...manualHold(input, known)];
  const holds = sized === undefined ? [] : holdsOf({ ...input, state: known }, { current: target.specReplicas, sized, wanted, gates });
  const desiredReplicas = sized ?? state.desiredReplicas ?? target.specReplicas;
  const decision = {
    current: target.specReplicas,
    desiredReplicas,
    ...(wanted.stages !== undefined && { stages: wanted.stages }),
    proposals: wanted.proposals,
    holds,
    gates,
    conditions: wanted.conditions,
    state: { ...known, desiredReplicas, history: { ...wanted.history, recommendations: keptOf(input, wanted) } },
    ...(sized !== undefined && sized !== target.specReplicas && holds.length === 0 && { scaleTo: sized }),
  };
  return { ...decision, sentence: sentenceOf(decision, input, wanted) };
}

/** Without metrics there is nothing to follow: only the bounds are kept. */
function want(input: WantInput, target: Target): Wanted {
  const { specReplicas: current } = target;
  const isWithin = current === 0 || (current >= input.minReplicas && current <= input.maxReplicas);
  if (input.metrics.length > 0 || !isWithin) return wantReplicas(input, target);
  return { conditions: input.conditions, history: input.history, proposals: [], replicas: current };
}

function keptOf({ behavior, settings, nowSeconds }: DecideInput, { history: { recommendations = [] } }: Wanted) {
  const { downscaleStabilizationSeconds } = settings;
  return keepRecommendations({ recommendations, behavior, downscaleStabilizationSeconds, nowSeconds });
}

/** What is unknown for long raises the size to what its owner thinks is safe, and never lowers it. */
function withFallback(replicas: number | undefined, current: number, input: DecideInput, { unknownSince }: ScalerState) {
  const { fallback, nowSeconds, maxReplicas } = input;
  const isDue = fallback !== undefined && current > 0 && unknownSince !== undefined && nowSeconds - unknownSince >= fallback.afterSeconds;
  const floor = isDue ? Math.min(fallback.replicas, maxReplicas) : 0;
  return floor > Math.max(current, replicas ?? 0) ? floor : replicas;
}

function sizeFor({ minReplicas, maxReplicas, allowedSizes: allowed }: DecideInput, current: number, wanted: number): number {
  // A size of 0 is a stop by somebody else.
  return current === 0 ? wanted : allowedSize({ current, wanted, minReplicas, maxReplicas, allowed });
}

function manualHold({ holdAfterManualEditSeconds: seconds, nowSeconds }: DecideInput, { manualEdit }: ScalerState): readonly Hold[] {
  if (manualEdit === undefined || nowSeconds - manualEdit.atSeconds >= seconds) return [];
  const left = seconds - (nowSeconds - manualEdit.atSeconds);
  return [
    { reason: 'ManualEdit', message: `somebody else has set ${manualEdit.replicas} replicas, which is left alone for ${left} s more` },
  ];
}

type Change = { readonly current: number; readonly sized: number; readonly wanted: Wanted; readonly gates: readonly Hold[] };

function holdsOf(input: DecideInput, { current, sized, wanted, gates }: Change): readonly Hold[] {
  if (sized === current) return [];
  const dryRun: readonly Hold[] = input.mode === 'DryRun' ? [{ reason: 'DryRun', message: 'spec.mode is DryRun' }] : [];
  if (sized > current) return [...gates, ...dryRun];
  const upOnly: readonly Hold[] = input.mode === 'ScaleUpOnly' ? [{ reason: 'ScaleUpOnly', message: 'spec.mode is ScaleUpOnly' }] : [];
  return [...gates, ...input.vetoes, ...outageHold(input, wanted), ...upOnly, ...dryRun];
}

function outageHold({ deviations, behavior, settings, state, nowSeconds }: DecideInput, { stages }: Wanted): readonly Hold[] {
  const window = behavior?.scaleDown.stabilizationWindowSeconds ?? settings.downscaleStabilizationSeconds;
  // Bounds are no matter of metrics.
  if (!deviations.windowAfterOutage || stages === undefined || !wasUnknownWithin(state, window, nowSeconds)) return [];
  return [{ reason: 'RecentOutage', message: `a metric was unknown within the last ${window} s` }];
}

/** What is remembered, and said, once the target has taken its new size. */
export function afterScaling(decision: Decision, { behavior, nowSeconds }: Pick<DecideInput, 'behavior' | 'nowSeconds'>): Decision {
  const { scaleTo, current, state } = decision;
  if (scaleTo === undefined || current === undefined) return decision;
  const change = { from: current, to: scaleTo, atSeconds: nowSeconds };
  return {
    ...decision,
    conditions: setCondition(decision.conditions, 'AbleToScale', 'True', 'SucceededRescale'),
    state: {
      ...state,
      seenReplicas: scaleTo,
      lastChange: { ...change, reason: decision.sentence },
      history: noteScaleEvent(state.history, behavior, change),
    },
  };
}
