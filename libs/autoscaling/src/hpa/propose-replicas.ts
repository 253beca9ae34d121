import { type Deviations, noDeviations } from './deviations.ts';
import { noPods } from './no-pods.ts';
import { proposeByPods } from './propose-by-pods.ts';
import { isWithin, type Tolerance } from './tolerance.ts';
import type { Metric, Target } from './types.ts';

/** `reason` is the one of the condition ScalingActive. */
export type Proposal = { readonly replicas: number } | { readonly reason: string; readonly message: string };

/** How many replicas one metric asks for. */
export function proposeReplicas(metric: Metric, target: Target, tolerance: Tolerance, deviations: Deviations = noDeviations): Proposal {
  const { source, reading } = metric;
  if (source === 'Unknown') return { reason: 'InvalidMetricSourceType', message: 'the type of the metric is unknown' };
  const reason = `FailedGet${source}Metric`;
  if ('error' in reading) return { reason, message: reading.error };
  if (reading.series.length === 0) return { reason, message: 'the query gave nothing, which is unknown and not 0' };
  const input = { usage: total(reading.series), amount: metric.target.amount, target, tolerance, deviations };
  const replicas =
    source === 'Pods'
      ? proposeByPods(reading.series, metric.target.amount, target, tolerance)
      : metric.target.type === 'Value'
        ? proposeByValue(input)
        : proposeByAverage(input);
  return typeof replicas === 'number' ? { replicas } : { reason, message: replicas.message };
}

type UsageInput = {
  readonly usage: number;
  readonly amount: number;
  readonly target: Target;
  readonly tolerance: Tolerance;
  readonly deviations: Deviations;
};

/** By the ratio of usage and target, and the pods that are ready: those that are not do not share the load. */
function proposeByValue({ usage, amount, target, tolerance, deviations }: UsageInput) {
  const { specReplicas, pods } = target;
  const ratio = usage / amount;
  if (specReplicas === 0) return Math.ceil(ratio);
  if (isWithin(ratio, tolerance)) return specReplicas;
  if (pods.total === 0) return noPods;
  return atLeast(deviations.overloadNeverLowers && ratio > 1, specReplicas, Math.ceil(ratio * pods.ready));
}

/** By what each replica would have. Within tolerance it is the number that exists, which may not be the one that is asked for. */
function proposeByAverage({ usage, amount, target, tolerance, deviations }: UsageInput) {
  const { specReplicas, statusReplicas } = target;
  const ratio = usage / (amount * statusReplicas);
  if (isWithin(ratio, tolerance)) return deviations.withinToleranceKeepsSpec ? specReplicas : statusReplicas;
  return atLeast(deviations.overloadNeverLowers && ratio > 1, specReplicas, Math.ceil(usage / amount));
}

function atLeast(applies: boolean, floor: number, replicas: number): number {
  return applies ? Math.max(floor, replicas) : replicas;
}

function total(series: readonly number[]): number {
  return series.reduce((sum, value) => sum + value, 0);
}
