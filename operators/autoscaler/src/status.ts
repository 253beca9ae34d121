import type { AutoScalerStatus } from '@dataservices/api';
import { type Conditions, hasFailed, type Reading, setCondition } from '@dataservices/autoscaling';
import { mergeConditions, rfc3339Seconds } from '@dataservices/plan';
import type { Observed } from './observed.ts';
import type { ScalerPlan } from './plan/plan.ts';
import { conditionsOf } from './status/conditions.ts';
import { recordOf } from './status/state.ts';

/** Of what the API server stores as int32. */
const largest = 2 ** 31 - 1;

/** What became of the plan. */
export type ScalerOutcome = {
  /** Whether the target has refused its new size. */
  readonly isScaleRefused: boolean;
};

/** The whole status, as one write. */
export function status(observed: Observed, plan: ScalerPlan, outcome: ScalerOutcome): AutoScalerStatus {
  const { scaler, now, aheadSeconds } = observed;
  const { decision } = plan;
  const wallMs = now + aheadSeconds * 1000;
  const conditions = outcome.isScaleRefused
    ? setCondition(decision.conditions, 'AbleToScale', 'False', 'FailedUpdateScale')
    : decision.conditions;
  const { desiredReplicas, storage: recorded, ...record } = recordOf(decision.state, aheadSeconds);
  const shown = decision.desiredReplicas ?? desiredReplicas;
  const storage = storageOf(plan, recorded);
  return {
    observedGeneration: scaler.metadata.generation,
    summary: summaryOf(plan, conditions),
    ...(decision.current !== undefined && { currentReplicas: decision.current }),
    ...(shown !== undefined && { desiredReplicas: shown }),
    ...record,
    currentMetrics: metricsOf(observed, plan),
    decision: {
      time: rfc3339Seconds(wallMs),
      ...decision.stages,
      ...(decision.desiredReplicas !== undefined && { sized: decision.desiredReplicas }),
      held: decision.holds.map(({ reason }) => reason).slice(0, 16),
      sentence: decision.sentence.slice(0, 2048),
    },
    ...(storage !== undefined && { storage }),
    conditions: mergeConditions(scaler.status.conditions ?? [], conditionsOf(conditions, observed, plan), wallMs),
  };
}

/** The outcome in a word: what most stands in the way, or else what was done. */
function summaryOf({ decision, input }: ScalerPlan, { AbleToScale, ScalingActive, ScalingLimited }: Conditions): string {
  if (AbleToScale?.status === 'False') return AbleToScale.reason;
  if (input.mode === 'Paused' || (ScalingActive?.status === 'False' && decision.stages === undefined))
    return ScalingActive?.reason ?? 'Unknown';
  const [hold] = decision.holds;
  if (hold !== undefined) return hold.reason;
  if (decision.scaleTo !== undefined) return 'SucceededRescale';
  if (AbleToScale?.reason.endsWith('Stabilized')) return AbleToScale.reason;
  return ScalingLimited?.status === 'True' ? ScalingLimited.reason : 'AsWanted';
}

function metricsOf({ scaler }: Observed, { input, decision }: ScalerPlan): NonNullable<AutoScalerStatus['currentMetrics']> {
  return scaler.spec.metrics.map(({ name, target }, at) => {
    const proposal = decision.proposals[at];
    const reading: Reading = input.metrics[at]?.reading ?? { error: 'it was not asked for' };
    return {
      name,
      target: String(target.value ?? target.averageValue),
      ...('series' in reading
        ? { value: String(reading.series.reduce((sum, value) => sum + value, 0) / 1000).slice(0, 64) }
        : { problem: reading.error.slice(0, 1024) }),
      ...(proposal !== undefined && !hasFailed(proposal) && { replicas: Math.min(proposal.replicas, largest) }),
      ...coverageOf(reading),
    };
  });
}

function coverageOf({ coverage }: Reading): Pick<NonNullable<AutoScalerStatus['currentMetrics']>[number], 'series' | 'ageSeconds'> {
  if (coverage === undefined) return {};
  const { series, ageSeconds } = coverage;
  return { series, ...(ageSeconds !== undefined && { ageSeconds: Math.min(Math.round(ageSeconds), largest) }) };
}

/** What was asked for last is kept though nobody asks for more: the cooldown goes on. */
function storageOf({ growth }: ScalerPlan, recorded: ReturnType<typeof recordOf>['storage']): AutoScalerStatus['storage'] {
  if (growth === undefined && recorded === undefined) return undefined;
  const { usedPercent, message = 'Nothing is asked or done.' } = growth ?? {};
  return { ...recorded, ...(usedPercent !== undefined && { usedPercent }), message: message.slice(0, 1024) };
}
