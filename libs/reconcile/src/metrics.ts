import type { RequestReport, Resource, ThrottleReport, WatchReport } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { type ActMetrics, actMetrics } from './act-metrics.ts';
import type { ControllerObserver } from './controller.ts';
import { controllerMetrics } from './controller-metrics.ts';
import { counter, gauge, histogram } from './metric-builders.ts';
import { objectMetrics } from './object-metrics.ts';
import type { WorkQueue } from './queue.ts';
import { queueMetrics } from './queue-metrics.ts';

/** Measurements under controller-runtime's names, so that dashboards made for any operator fit. */
export type Metrics = {
  /** For further metrics of an operator's own. */
  readonly registry: Registry;
  /** To be given to `connect` as onRequest. */
  readonly onRequest: (report: RequestReport) => void;
  /** To be given to `connect` as onThrottle. */
  readonly onThrottle: (report: ThrottleReport) => void;
  /** To be given to `connect` as onWatch. */
  readonly onWatch: (resource: Resource, report: WatchReport) => void;
  controller(name: string, workers: number): ControllerObserver;
  /** Adds what can only be asked from the queue itself. */
  observeQueue(name: string, queue: WorkQueue): void;
  /** `silentSeconds` gives, for each kind, for how long its watch has neither heard nor tried anything. */
  observeWatches(silentSeconds: () => ReadonlyMap<string, number>): void;
  /** Shows the conditions and operations of all objects of a kind. */
  observeObjects(kind: string, list: () => readonly StoredObject[]): void;
  leader(name: string, isLeader: boolean): void;
  /** What plans bring about. */
  readonly acts: ActMetrics;
};

const requestBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const leaderStatus = gauge(registry, 'leader_election_master_status', 'Whether this process holds the lease (1) or not (0)', ['name']);
  const queues = queueMetrics(registry);
  return {
    registry,
    onRequest: requestMetrics(registry),
    onThrottle: throttleMetric(registry),
    onWatch: watchMetrics(registry),
    controller: controllerMetrics(registry, queues),
    observeQueue: queues.observeQueue,
    observeWatches: silenceMetric(registry),
    observeObjects: objectMetrics(registry),
    leader: (name, isLeader) => leaderStatus.set({ name }, isLeader ? 1 : 0),
    acts: actMetrics(registry),
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
  const forbidden = counter(registry, 'operator_forbidden_requests_total', 'Requests that were refused for want of a permission', [
    'method',
  ]);
  return ({ method, code, host, seconds: duration, reason }) => {
    total.inc({ method, code, host });
    if (reason === 'Forbidden') forbidden.inc({ method });
    seconds.observe({ verb: method, host }, duration);
  };
}

function throttleMetric(registry: Registry): Metrics['onThrottle'] {
  const seconds = histogram(
    registry,
    'rest_client_rate_limiter_duration_seconds',
    "How long a request waited for the client's own limit",
    ['verb', 'host'],
    requestBuckets,
  );
  return ({ method, host, seconds: waited }) => seconds.observe({ verb: method, host }, waited);
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

function silenceMetric(registry: Registry): Metrics['observeWatches'] {
  const readers: (() => ReadonlyMap<string, number>)[] = [];
  new Gauge({
    name: 'operator_watch_silence_seconds',
    help: 'For how long a watch has neither heard nor tried anything',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [kind, seconds] of readers.flatMap((read) => [...read()])) this.set({ kind }, seconds);
    },
  });
  return (silentSeconds) => readers.push(silentSeconds);
}
