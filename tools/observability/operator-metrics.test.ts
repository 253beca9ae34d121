import { alertGroups, dashboards, metricNames } from '@dataservices/observability';
import { createMetrics } from '@dataservices/reconcile';
import { expect, test } from 'vitest';
import { scalerMetrics } from '../../operators/autoscaler/src/metrics.ts';
import { groupLagMetrics } from '../../operators/kafka/src/group-lag-metrics.ts';

const own = /^(operator_|autoscaler_|kafka_consumer_group_|controller_runtime_|workqueue_|rest_client_|leader_election_|nodejs_)/;

test('every metric of the operators that a panel or an alert asks for is one that they have', () => {
  const metrics = createMetrics();
  scalerMetrics(metrics.registry);
  groupLagMetrics(metrics.registry);
  const known = new Set(metrics.registry.getMetricsAsArray().map(({ name }) => name));
  const panels = dashboards.flatMap(({ rows }) => rows).flatMap((row) => row.panels);
  const exprs = [...panels.flatMap(({ queries }) => queries), ...alertGroups.flatMap(({ alerts }) => alerts)];
  const names = [...new Set(exprs.flatMap(({ expr }) => metricNames(expr)))].filter((name) => own.test(name));
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !known.has(name) && !known.has(name.replace(/_(bucket|sum|count)$/, '')))).toEqual([]);
});
