import type { Registry } from 'prom-client';
import type { ControllerObserver } from './controller.ts';
import { counter, gauge, histogram } from './metric-builders.ts';
import type { QueueMetrics } from './queue-metrics.ts';

const reconcileBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5,
  5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];

/** controller_runtime_*: controller-runtime's names. */
export function controllerMetrics(registry: Registry, queues: QueueMetrics): (name: string, workers: number) => ControllerObserver {
  const total = counter(registry, 'controller_runtime_reconcile_total', 'Reconciles by result', ['controller', 'result']);
  const errors = counter(registry, 'controller_runtime_reconcile_errors_total', 'Reconciles that failed', ['controller']);
  const terminal = counter(registry, 'controller_runtime_terminal_reconcile_errors_total', 'Failures that are not tried again', [
    'controller',
  ]);
  const panics = counter(registry, 'controller_runtime_reconcile_panics_total', 'Failures that nobody has thought of', ['controller']);
  const timeouts = counter(registry, 'controller_runtime_reconcile_timeouts_total', 'Reconciles that ran into their deadline', [
    'controller',
  ]);
  const seconds = histogram(
    registry,
    'controller_runtime_reconcile_time_seconds',
    'Length of a reconcile',
    ['controller'],
    reconcileBuckets,
  );
  const max = gauge(registry, 'controller_runtime_max_concurrent_reconciles', 'Workers of a controller', ['controller']);
  const active = gauge(registry, 'controller_runtime_active_workers', 'Workers that are reconciling', ['controller']);
  return (name, workers) => {
    const labels = { controller: name };
    max.set(labels, workers);
    // A series that appears with its first failure has no rate for that failure.
    for (const result of ['success', 'requeue', 'requeue_after', 'error']) total.inc({ ...labels, result }, 0);
    for (const metric of [errors, terminal, panics, timeouts]) metric.inc(labels, 0);
    return {
      queue: queues.observer(name),
      started: () => active.inc(labels),
      finished(result, duration) {
        active.dec(labels);
        total.inc({ ...labels, result });
        if (result === 'error') errors.inc(labels);
        seconds.observe(labels, duration);
      },
      terminalError: () => terminal.inc(labels),
      unforeseenError: () => panics.inc(labels),
      timedOut: () => timeouts.inc(labels),
    };
  };
}
