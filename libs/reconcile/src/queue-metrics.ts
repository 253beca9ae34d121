import { Gauge, type Registry } from 'prom-client';
import { counter, gauge, histogram } from './metric-builders.ts';
import type { QueueObserver, WorkQueue } from './queue.ts';

const queueBuckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000];

// As controller-runtime prints them.
const priorityNumbers = { normal: '0', low: '-100' } as const;

export type QueueMetrics = { observer(name: string): QueueObserver; observeQueue(name: string, queue: WorkQueue): void };

/** workqueue_*: client-go's names. */
export function queueMetrics(registry: Registry): QueueMetrics {
  const depth = gauge(registry, 'workqueue_depth', 'Keys that wait', ['name', 'priority']);
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
      depth: (keys, priority) => depth.set({ name, priority: priorityNumbers[priority] }, keys),
      taken: (duration) => waited.observe({ name }, duration),
      finished: (duration) => worked.observe({ name }, duration),
      retried: () => retries.inc({ name }),
    }),
  };
}
