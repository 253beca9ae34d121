import type { DecideInput, NamedMetric } from '../decide/decide.ts';
import { firstState } from '../decide/scaler-state.ts';
import { behaviorWithDefaults } from '../hpa/behavior-with-defaults.ts';
import { allDeviations } from '../hpa/deviations.ts';
import { controllerDefaults, type Target } from '../hpa/types.ts';

export const startSeconds = 1_800_000_000;

/** A metric of which each replica should have 10. */
export function loadOf(usage: number | undefined, name = 'load'): NamedMetric {
  const reading = usage === undefined ? { error: 'no answer' } : { series: [usage * 1000] };
  return { name, source: 'External', target: { type: 'AverageValue', amount: 10_000 }, reading };
}

export function targetOf(
  replicas: number,
  changed: Partial<Target & { readonly isOwnSize: boolean }> = {},
): NonNullable<DecideInput['target']> {
  return { specReplicas: replicas, statusReplicas: replicas, pods: { total: replicas, ready: replicas }, isOwnSize: false, ...changed };
}

/** A target of 5 that may have 3 to 9, without windows. */
export function inputOf(changed: Partial<DecideInput> = {}): DecideInput {
  return {
    minReplicas: 3,
    maxReplicas: 9,
    metrics: [loadOf(50)],
    behavior: behaviorWithDefaults({ scaleDown: { stabilizationWindowSeconds: 0 } }, 300),
    mode: 'Auto',
    holdAfterManualEditSeconds: 900,
    target: targetOf(5),
    gates: [],
    vetoes: [],
    state: firstState,
    conditions: {},
    settings: { ...controllerDefaults, longestGapSeconds: 120 },
    deviations: allDeviations,
    nowSeconds: startSeconds,
    ...changed,
  };
}
