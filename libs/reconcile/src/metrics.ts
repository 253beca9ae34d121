import type { RequestReport, Resource, WatchReport } from '@dataservices/kube';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ControllerObserver } from './controller.ts';
import type { QueueObserver, WorkQueue } from './queue.ts';

/** Measurements under controller-runtime's names, so that dashboards made for any operator fit. */
export type Metrics = {
  /** For further metrics of an operator's own. */
  readonly registry: Registry;
  /** To be given to `connect` as onRequest. */
  readonly onRequest: (report: RequestReport) => void;
  /** To be given to `connect` as onWatch. */
  readonly onWatch: (resource: Resource, report: WatchReport) => void;
  controller(name: string, workers: number): ControllerObserver;
  /** Adds what can only be asked from the queue itself. */
  observeQueue(name: string, queue: WorkQueue): void;
  leader(name: string, isLeader: boolean): void;
};

const reconcileBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 4.5,
  5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60,
];
const queueBuckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];
const requestBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const leaderStatus = gauge(registry, 'leader_election_master_status', 'Whether this process holds the lease (1) or not (0)', ['name']);
  const controllers = controllerMetrics(registry);
  return {
    registry,
    onRequest: requestMetrics(registry),
    onWatch: watchMetrics(registry),
    ...controllers,
    leader: (name, isLeader) => leaderStatus.set({ name }, isLeader ? 1 : 0),
  };
}

function requestMetrics(registry: Registry): Metrics['onRequest'] {
  const total = counter(registry, 'rest_client_requests_total', 'Requests to the API server', ['code', 'method', 'host']);
  const seconds = histogram(
    registry,
    'rest_client_request_duration_seconds',
    'Time until the answer began',
    ['verb', 'host'],
    requestBuckets,
  );
  return ({ method, code, host, seconds: duration }) => {
    total.inc({ method, code, host });
    seconds.observe({ verb: method, host }, duration);
  };
}

function watchMetrics(registry: Registry): Metrics['onWatch'] {
  const lists = counter(registry, 'operator_watch_lists_total', 'Complete lists that a watch began with', ['kind']);
  const failures = counter(registry, 'operator_watch_failures_total', 'Failures of a watch, by code', ['kind', 'code']);
  return ({ kind }, report) => {
    if (report.type === 'listed') lists.inc({ kind });
    if (report.type === 'expired') failures.inc({ kind, code: 'Expired' });
    if (report.type === 'failed') failures.inc({ kind, code: report.code });
    if (report.type === 'handler-failed') failures.inc({ kind, code: 'handler' });
  };
}

function controllerMetrics(registry: Registry): Pick<Metrics, 'controller' | 'observeQueue'> {
  const total = counter(registry, 'controller_runtime_reconcile_total', 'Reconciles by result', ['controller', 'result']);
  const errors = counter(registry, 'controller_runtime_reconcile_errors_total', 'Reconciles that failed', ['controller']);
  const terminal = counter(registry, 'controller_runtime_terminal_reconcile_errors_total', 'Failures that are not tried again', [
    'controller',
  ]);
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
  const queues = queueMetrics(registry);
  return {
    observeQueue: queues.observeQueue,
    controller(name, workers) {
      const labels = { controller: name };
      max.set(labels, workers);
      // A series that appears with its first failure has no rate for that failure.
      for (const result of ['success', 'requeue', 'requeue_after', 'error']) total.inc({ ...labels, result }, 0);
      for (const metric of [errors, terminal, timeouts]) metric.inc(labels, 0);
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
        timedOut: () => timeouts.inc(labels),
      };
    },
  };
}

function queueMetrics(registry: Registry): { observer(name: string): QueueObserver } & Pick<Metrics, 'observeQueue'> {
  const depth = gauge(registry, 'workqueue_depth', 'Keys that wait', ['name']);
  const adds = counter(registry, 'workqueue_adds_total', 'Keys added', ['name']);
  const waited = histogram(registry, 'workqueue_queue_duration_seconds', 'How long a key waited', ['name'], queueBuckets);
  const worked = histogram(registry, 'workqueue_work_duration_seconds', 'How long a key was worked on', ['name'], queueBuckets);
  const retries = counter(registry, 'workqueue_retries_total', 'Keys added again after a failure', ['name']);
  const queues = new Map<string, WorkQueue>();
  const collected = (metric: string, help: string, valueMs: (workingMs: readonly number[]) => number) =>
    new Gauge({
      name: metric,
      help,
      labelNames: ['name'],
      registers: [registry],
      collect() {
        for (const [name, queue] of queues) this.set({ name }, valueMs(queue.workingMs()) / 1000);
      },
    });
  collected('workqueue_unfinished_work_seconds', 'Work in progress, summed', (times) => times.reduce((sum, ms) => sum + ms, 0));
  collected('workqueue_longest_running_processor_seconds', 'The longest work in progress', (times) => Math.max(0, ...times));
  return {
    observeQueue: (name, queue) => void queues.set(name, queue),
    observer: (name) => ({
      added: () => adds.inc({ name }),
      depth: (keys) => depth.set({ name }, keys),
      taken: (duration) => waited.observe({ name }, duration),
      finished: (duration) => worked.observe({ name }, duration),
      retried: () => retries.inc({ name }),
    }),
  };
}

function counter<L extends string>(registry: Registry, name: string, help: string, labelNames: readonly L[]): Counter<L> {
  return new Counter({ name, help, labelNames: [...labelNames], registers: [registry] });
}

function gauge<L extends string>(registry: Registry, name: string, help: string, labelNames: readonly L[]): Gauge<L> {
  return new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] });
}

function histogram<L extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly L[],
  buckets: readonly number[],
): Histogram<L> {
  return new Histogram({ name, help, labelNames: [...labelNames], buckets: [...buckets], registers: [registry] });
}
