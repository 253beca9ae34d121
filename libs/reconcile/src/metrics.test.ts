import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';
import { WorkQueue } from './queue.ts';
import { watchReporter } from './watch-reporter.ts';

async function lines(metrics: ReturnType<typeof createMetrics>, prefix: string): Promise<string[]> {
  const text = await metrics.registry.metrics();
  return text.split('\n').filter((line) => line.startsWith(prefix));
}

test('a controller has all its series from the start, so that a first failure has a rate', async () => {
  const metrics = createMetrics();
  const observer = metrics.controller('redis', 4);
  expect(await lines(metrics, 'controller_runtime_reconcile_errors_total')).toEqual([
    'controller_runtime_reconcile_errors_total{controller="redis"} 0',
  ]);
  observer.started();
  observer.finished('error', 0.3);
  observer.terminalError();
  observer.unforeseenError();
  observer.timedOut();
  expect(await lines(metrics, 'controller_runtime_reconcile_total')).toContain(
    'controller_runtime_reconcile_total{controller="redis",result="error"} 1',
  );
  for (const name of ['reconcile_errors_total', 'terminal_reconcile_errors_total', 'reconcile_panics_total', 'reconcile_timeouts_total']) {
    expect(await lines(metrics, `controller_runtime_${name}`)).toEqual([`controller_runtime_${name}{controller="redis"} 1`]);
  }
  expect(await lines(metrics, 'controller_runtime_active_workers')).toEqual(['controller_runtime_active_workers{controller="redis"} 0']);
});

test('a queue is measured while it works', async () => {
  const metrics = createMetrics();
  const queue = new WorkQueue({ observer: metrics.controller('redis', 1).queue });
  metrics.observeQueue('redis', queue);
  queue.add('a');
  queue.add('b');
  await queue.take();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await lines(metrics, 'workqueue_depth')).toEqual([
    'workqueue_depth{name="redis",priority="0"} 1',
    'workqueue_depth{name="redis",priority="-100"} 0',
  ]);
  expect(await lines(metrics, 'workqueue_adds_total')).toEqual(['workqueue_adds_total{name="redis"} 2']);
  const [longest = ''] = await lines(metrics, 'workqueue_longest_running_processor_seconds');
  expect(Number(longest.split(' ')[1])).toBeGreaterThan(0);
});

test('requests and leadership have the names that dashboards know', async () => {
  const metrics = createMetrics();
  metrics.onRequest({ method: 'PATCH', code: '200', host: 'h:1', seconds: 0.01 });
  metrics.leader('redis', true);
  metrics.onThrottle({ method: 'PATCH', host: 'h:1', seconds: 0.2 });
  expect(await lines(metrics, 'rest_client_rate_limiter_duration_seconds_sum')).toEqual([
    'rest_client_rate_limiter_duration_seconds_sum{verb="PATCH",host="h:1"} 0.2',
  ]);
  expect(await lines(metrics, 'rest_client_requests_total')).toEqual([
    'rest_client_requests_total{method="PATCH",code="200",host="h:1"} 1',
  ]);
  expect(await lines(metrics, 'leader_election_master_status')).toEqual(['leader_election_master_status{name="redis"} 1']);
});

test('a permission that is lacking is counted, and nothing else that the server calls forbidden', async () => {
  const metrics = createMetrics();
  const request = { method: 'PATCH', code: '403', host: 'h:1', seconds: 0.01 };
  metrics.onRequest({ ...request, reason: 'Forbidden' });
  metrics.onRequest({ ...request, reason: 'NamespaceTerminating' });
  expect(await lines(metrics, 'operator_forbidden_requests_total')).toEqual(['operator_forbidden_requests_total{method="PATCH"} 1']);
});

test('a forbidden watch is counted by its code, and the log says what to grant', async () => {
  const metrics = createMetrics();
  const logged: string[] = [];
  const report = watchReporter(metrics, createLogger({ write: (line) => logged.push(line) }));
  report(resources.pods, { type: 'failed', code: 'Forbidden', message: 'no', failures: 1 });
  report(resources.pods, { type: 'expired' });
  expect(await lines(metrics, 'operator_watch_failures_total')).toEqual([
    'operator_watch_failures_total{kind="Pod",code="Forbidden"} 1',
    'operator_watch_failures_total{kind="Pod",code="Expired"} 1',
  ]);
  expect(logged[0]).toContain('grant list and watch on this kind');
});

test('several managers may share one registry', async () => {
  const metrics = createMetrics();
  metrics.observeWatches(() => new Map([['Pod', 3]]));
  metrics.observeWatches(() => new Map([['Service', 4]]));
  expect(await lines(metrics, 'operator_watch_silence_seconds')).toEqual([
    'operator_watch_silence_seconds{kind="Pod"} 3',
    'operator_watch_silence_seconds{kind="Service"} 4',
  ]);
});
