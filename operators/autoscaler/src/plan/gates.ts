import type { Hold } from '@dataservices/autoscaling';
import type { Observed } from '../observed.ts';

/**
 * Precondition: the target is deleted, paused, scaled by somebody else too, or not settled for its present generation.
 * Effect: its size is left as it is, either way; what would be done is still decided and shown.
 * Accident: a member that joins or leaves while another one copies data, rolls or is lost costs the majority or the last whole copy; and
 * a metric that a running rebalance has not mended yet asks for more members in every look.
 */
export function gatesOf({ scaler, target, rivals }: Observed): readonly Hold[] {
  if (target === undefined) return [];
  const { waitForTarget } = scaler.spec.gates;
  return [
    ...rivals.map((rival) => ({ reason: 'AnotherScaler', message: `${rival} scales the same target: keep one of the two` })),
    ...(target.isLeaving ? [{ reason: 'TargetLeaving', message: 'the target is being deleted' }] : []),
    ...(target.isPaused ? [{ reason: 'TargetPaused', message: 'the target is paused' }] : []),
    ...(waitForTarget && !target.settled.holds ? [{ reason: 'TargetNotSettled', message: target.settled.message }] : []),
  ];
}
