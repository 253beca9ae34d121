import { noPods } from './no-pods.ts';
import { proposeByPods } from './propose-by-pods.ts';
import { isWithin, type Tolerance } from './tolerance.ts';
import type { Metric, Target } from './types.ts';

/** `reason` is the one of the condition ScalingActive. */
export type Proposal = { readonly replicas: number } | { readonly reason: string; readonly message: string };

/** How many replicas one metric asks for. */
export function proposeReplicas(metric: Metric, target: Target, tolerance: Tolerance): Proposal {
  const { source, reading } = metric;
  if (source === 'Unknown') return { reason: 'InvalidMetricSourceType', message: 'the type of the metric is unknown' };
  const reason = `FailedGet${source}Metric`;
  if ('error' in reading) return { reason, message: reading.error };
  if (reading.series.length === 0) return { reason, message: 'the query gave nothing, which is unknown and not 0' };
  const replicas =
    source === 'Pods'
      ? proposeByPods(reading.series, metric.target.amount, target, tolerance)
      : metric.target.type === 'Value'
        ? proposeByValue(total(reading.series), metric.target.amount, target, tolerance)
        : proposeByAverage(total(reading.series), metric.target.amount, target, tolerance);
  return typeof replicas === 'number' ? { replicas } : { reason, message: replicas.message };
}

/** By the ratio of usage and target, and the pods that are ready: those that are not do not share the load. */
function proposeByValue(usage: number, amount: number, { specReplicas, pods }: Target, tolerance: Tolerance) {
  const ratio = usage / amount;
  if (specReplicas === 0) return Math.ceil(ratio);
  if (isWithin(ratio, tolerance)) return specReplicas;
  return pods.total === 0 ? noPods : Math.ceil(ratio * pods.ready);
}

/** By what each replica would have. Within tolerance it is the number that exists, which may not be the one that is asked for. */
function proposeByAverage(usage: number, amount: number, { statusReplicas }: Target, tolerance: Tolerance) {
  const ratio = usage / (amount * statusReplicas);
  return isWithin(ratio, tolerance) ? statusReplicas : Math.ceil(usage / amount);
}

function total(series: readonly number[]): number {
  return series.reduce((sum, value) => sum + value, 0);
}
