import type { AutoScaler } from '@dataservices/api';
import { type Conditions, type Decision, type Hold, hasFailed } from '@dataservices/autoscaling';
import type { ConditionInput } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import type { ScalerPlan } from '../plan/plan.ts';

const longestMessage = 4096;

/** The HorizontalPodAutoscaler's three, and two of our own. */
export function conditionsOf(
  conditions: Conditions,
  { scaler, kind }: Observed,
  { input, decision }: ScalerPlan,
): readonly ConditionInput[] {
  const { generation } = scaler.metadata;
  const shared = Object.entries(conditions).map(([type, { status, reason }]) => ({
    type,
    status,
    reason,
    message: reason === 'FailedGetScale' && kind === undefined ? notNamed(scaler) : meaning(reason, { input, decision }),
  }));
  const closed = (type: string, none: string, holds: readonly Hold[]) => ({
    type,
    status: holds.length > 0 ? ('True' as const) : ('False' as const),
    reason: (holds[0]?.reason ?? `Not${type}`).replace('/', '_').replaceAll('-', '_'),
    message: holds.length > 0 ? holds.map(({ message }) => message).join('; ') : none,
  });
  return [
    ...shared,
    closed('Gated', 'nothing keeps the target from being changed', decision.gates),
    closed('Vetoed', 'nothing forbids the target to shrink', input.vetoes),
  ].map((condition) => ({ ...condition, message: condition.message.slice(0, longestMessage), observedGeneration: generation }));
}

function notNamed({ spec: { scaleTargetRef } }: AutoScaler): string {
  const { apiVersion, kind } = scaleTargetRef;
  return `a ${kind} of ${apiVersion} may not be scaled: whoever runs the operator names such kinds under autoscaler.targets of the chart`;
}

const meanings: Readonly<Record<string, string>> = {
  SucceededGetScale: 'the size of the target is known',
  ReadyForNewScale: 'the size that the metrics ask for is not held back by earlier ones',
  ScaleDownStabilized: 'within the stabilization window more was asked for',
  ScaleUpStabilized: 'within the stabilization window less was asked for',
  SucceededRescale: 'the target has taken its new size',
  FailedGetScale: 'there is no such target, or it cannot be read',
  FailedUpdateScale: 'the target did not take its new size',
  ValidMetricFound: 'the metrics say which size is right',
  ScalingDisabled: 'somebody has stopped the target by a size of 0, which is left alone',
  Paused: 'spec.mode is Paused',
  DesiredWithinRange: 'the size that is asked for is within the bounds',
  TooFewReplicas: 'fewer are asked for than minReplicas',
  TooManyReplicas: 'more are asked for than maxReplicas',
  ScaleUpLimit: 'more are asked for than the policies allow at a time',
  ScaleDownLimit: 'fewer are asked for than the policies allow at a time',
};

function meaning(reason: string, { input, decision }: { readonly input: ScalerPlan['input']; readonly decision: Decision }): string {
  const known = meanings[reason];
  if (known !== undefined) return known;
  const failures = decision.proposals.flatMap((proposal, at) =>
    hasFailed(proposal) ? [`${input.metrics[at]?.name}: ${proposal.message}`] : [],
  );
  return failures.length > 0 ? failures.join('; ') : 'a metric is unknown';
}
