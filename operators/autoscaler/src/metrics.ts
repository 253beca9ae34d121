import type { AutoScaler } from '@dataservices/api';
import { counter, gauge, histogram, type Metrics } from '@dataservices/reconcile';
import type { ScalerPlan } from './plan/plan.ts';
import type { PrometheusPort } from './prometheus/port.ts';

export type ScalerMetrics = {
  /** What a look came to. `lateMs`: how much later than due it began. */
  looked(scaler: AutoScaler, plan: ScalerPlan, lateMs: number | undefined): void;
  /** An AutoScaler is gone, and with it what is said of it. */
  gone(namespace: string, name: string): void;
  /** Times and counts what is asked. */
  measured(port: PrometheusPort): PrometheusPort;
};

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Sizes, metrics and their targets, and what decisions cost. */
export function scalerMetrics(registry: Metrics['registry']): ScalerMetrics {
  const labels = ['namespace', 'name'] as const;
  const size = (which: string, help: string) => gauge(registry, `autoscaler_${which}_replicas`, help, labels);
  const sizes = {
    current: size('current', 'Size that the target asks for'),
    desired: size('desired', 'Size that was decided on'),
    min: size('min', 'Smallest size'),
    max: size('max', 'Largest size'),
  };
  const value = gauge(registry, 'autoscaler_metric_value', 'What a metric is, where it is known', [...labels, 'metric']);
  const target = gauge(registry, 'autoscaler_metric_target', 'What a metric is compared with', [...labels, 'metric']);
  const held = counter(registry, 'autoscaler_held_total', 'Looks in which something kept the size from being changed', [
    ...labels,
    'reason',
  ]);
  const late = histogram(registry, 'autoscaler_decision_lag_seconds', 'How much later than due a look began', [], seconds);
  const asked = histogram(registry, 'autoscaler_query_seconds', 'How long an answer of Prometheus took', [], seconds);
  const failed = counter(registry, 'autoscaler_query_errors_total', 'Questions to Prometheus without an answer', []);
  /** What there is to be taken away with an AutoScaler, by namespace/name. */
  const shown = new Map<string, { readonly metrics: Set<string>; readonly reasons: Set<string> }>();
  const shownOf = (key: string) => {
    const known = shown.get(key) ?? { metrics: new Set(), reasons: new Set() };
    shown.set(key, known);
    return known;
  };
  return {
    looked({ metadata: { namespace, name }, spec }, { decision, input }, lateMs) {
      const { metrics, reasons } = shownOf(`${namespace}/${name}`);
      if (lateMs !== undefined) late.observe(lateMs / 1000);
      sizes.min.set({ namespace, name }, spec.minReplicas);
      sizes.max.set({ namespace, name }, spec.maxReplicas);
      setOrRemove(sizes.current, { namespace, name }, decision.current);
      setOrRemove(sizes.desired, { namespace, name }, decision.desiredReplicas);
      for (const { name: metric, target: goal, reading } of input.metrics) {
        metrics.add(metric);
        target.set({ namespace, name, metric }, goal.amount / 1000);
        setOrRemove(
          value,
          { namespace, name, metric },
          'error' in reading ? undefined : reading.series.reduce((sum, one) => sum + one, 0) / 1000,
        );
      }
      for (const { reason } of decision.holds) {
        reasons.add(reason);
        held.inc({ namespace, name, reason });
      }
    },
    gone(namespace, name) {
      const { metrics, reasons } = shownOf(`${namespace}/${name}`);
      for (const one of Object.values(sizes)) one.remove({ namespace, name });
      for (const metric of metrics) for (const one of [value, target]) one.remove({ namespace, name, metric });
      for (const reason of reasons) held.remove({ namespace, name, reason });
      shown.delete(`${namespace}/${name}`);
    },
    measured: (port) => ({
      async ask(server, query) {
        const startedMs = performance.now();
        const answer = await port.ask(server, query);
        asked.observe((performance.now() - startedMs) / 1000);
        if ('error' in answer) failed.inc();
        return answer;
      },
      close: () => port.close(),
    }),
  };
}

type Labels = Readonly<Record<string, string>>;
type Settable<L> = { set(labels: L, value: number): void; remove(labels: L): void };

/** What is unknown is absent: a gauge that stays would be taken for the present. */
function setOrRemove<L extends Labels>(one: Settable<L>, labels: L, value: number | undefined): void {
  if (value === undefined) one.remove(labels);
  else one.set(labels, value);
}
