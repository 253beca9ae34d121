import { type Deviations, noDeviations } from './deviations.ts';
import type { Behavior, Recommendation } from './types.ts';

export type Stabilized = { readonly replicas: number; readonly reason: string; readonly recommendations: readonly Recommendation[] };

export type StabilizeInput = {
  readonly proposed: number;
  readonly current: number;
  readonly recommendations: readonly Recommendation[];
  readonly nowSeconds: number;
};

/** Without a behavior: the highest recommendation of the window, its oldest second included. It may raise the size above what is asked for now. */
export function stabilizeDownscale(
  { proposed, current, recommendations, nowSeconds }: StabilizeInput,
  windowSeconds: number,
  { historyNeverRaises }: Deviations = noDeviations,
): Stabilized {
  const recent = recommendations.filter(({ atSeconds }) => nowSeconds - atSeconds <= windowSeconds);
  const highest = Math.max(proposed, ...recent.map((one) => one.replicas));
  const replicas = historyNeverRaises ? Math.min(highest, Math.max(current, proposed)) : highest;
  return {
    replicas,
    reason: replicas === proposed ? 'ReadyForNewScale' : 'ScaleDownStabilized',
    recommendations: [...recent, { replicas: proposed, atSeconds: nowSeconds }],
  };
}

/** With a behavior: the size changes only as far as everything that was recommended within the windows agrees, here without their oldest second. */
export function stabilizeBothWays(input: StabilizeInput, { scaleUp, scaleDown }: Behavior): Stabilized {
  const { proposed, current, recommendations, nowSeconds } = input;
  const within = (windowSeconds: number) =>
    recommendations.filter(({ atSeconds }) => nowSeconds - atSeconds < windowSeconds).map((one) => one.replicas);
  const lowest = Math.min(proposed, ...within(scaleUp.stabilizationWindowSeconds));
  const highest = Math.max(proposed, ...within(scaleDown.stabilizationWindowSeconds));
  const replicas = Math.min(Math.max(current, lowest), highest);
  const longestSeconds = Math.max(scaleUp.stabilizationWindowSeconds, scaleDown.stabilizationWindowSeconds);
  const reason = proposed >= current ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
  return {
    replicas,
    reason: replicas === proposed ? 'ReadyForNewScale' : reason,
    recommendations: [
      ...recommendations.filter(({ atSeconds }) => nowSeconds - atSeconds <= longestSeconds),
      { replicas: proposed, atSeconds: nowSeconds },
    ],
  };
}
