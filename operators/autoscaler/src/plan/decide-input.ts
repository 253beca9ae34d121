import type { AutoScalerSpec } from '@dataservices/api';
import {
  allDeviations,
  type Behavior,
  behaviorWithDefaults,
  type Conditions,
  controllerDefaults,
  type DecideInput,
  type NamedMetric,
  noDeviations,
  type PartialBehavior,
  thousandths,
} from '@dataservices/autoscaling';
import { type Condition, parseQuantity } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { gatesOf } from './gates.ts';
import { vetoesOf } from './vetoes.ts';

/** Longer than this without a look is an outage; a status is written once a minute, and another operator takes over within 20 s. */
const shortestGapSeconds = 120;

/** What the decision is made from: amounts in thousandths, times in whole seconds, so that a status holds all of it without loss. */
export function decideInput(observed: Observed): DecideInput {
  const { scaler, state, target, settings, now } = observed;
  const { spec, status } = scaler;
  return {
    ...rulesOf(spec),
    metrics: spec.metrics.map((metric) => metricOf(metric, observed)),
    target: target && {
      specReplicas: target.replicas,
      statusReplicas: target.statusReplicas,
      pods: { total: target.statusReplicas, ready: target.readyReplicas },
      isOwnSize: target.isOwnSize,
    },
    gates: gatesOf(observed),
    vetoes: vetoesOf(observed),
    state,
    conditions: conditionsOf(status.conditions ?? []),
    settings: { ...controllerDefaults, longestGapSeconds: Math.max(shortestGapSeconds, (4 * settings.periodMs) / 1000) },
    deviations: settings.isHpaCompatible ? noDeviations : allDeviations,
    nowSeconds: Math.floor(now / 1000),
  };
}

/** What the spec says of sizes. */
export function rulesOf(spec: AutoScalerSpec) {
  return {
    minReplicas: spec.minReplicas,
    maxReplicas: spec.maxReplicas,
    behavior: spec.behavior && behaviorOf(spec.behavior),
    allowedSizes: spec.sizes?.allowed,
    fallback: spec.fallback,
    mode: spec.mode,
    holdAfterManualEditSeconds: spec.gates.holdAfterManualEditSeconds,
  };
}

function behaviorOf({ scaleUp, scaleDown }: NonNullable<AutoScalerSpec['behavior']>): Behavior {
  const rules: PartialBehavior = { scaleUp: withNumber(scaleUp), scaleDown: withNumber(scaleDown) };
  return behaviorWithDefaults(rules, controllerDefaults.downscaleStabilizationSeconds);
}

function withNumber<R extends { readonly tolerance?: string | number }>(rules: R | undefined) {
  return rules && { ...rules, tolerance: rules.tolerance === undefined ? undefined : parseQuantity(rules.tolerance) };
}

function metricOf({ name, target }: AutoScalerSpec['metrics'][number], { metrics }: Observed): NamedMetric {
  return {
    name,
    source: 'External',
    target: { type: target.type, amount: amountOf(target) },
    reading: metrics.get(name) ?? { error: 'it was not asked for' },
  };
}

/** In thousandths. */
export function amountOf({ value, averageValue }: AutoScalerSpec['metrics'][number]['target']): number {
  return thousandths(parseQuantity(value ?? averageValue ?? '') ?? Number.NaN);
}

function conditionsOf(conditions: readonly Condition[]): Conditions {
  const known = ['AbleToScale', 'ScalingActive', 'ScalingLimited'] as const;
  return Object.fromEntries(
    known.flatMap((type) => {
      const found = conditions.find((condition) => condition.type === type);
      return found === undefined || found.status === 'Unknown' ? [] : [[type, { status: found.status, reason: found.reason }]];
    }),
  );
}
