import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertGroups } from '../alerts/all.ts';
import type { Dashboard } from '../dashboard.ts';
import { metricNames } from '../metric-names.ts';
import { dashboards } from './all.ts';

const panelsOf = ({ rows }: Dashboard) => rows.flatMap((row) => row.panels);
const alertNames = alertGroups.flatMap(({ alerts }) => alerts).map(({ name }) => name);

/** What a pod of each service serves, taken from running ones. */
const sampled = ['redis', 'zookeeper', 'rabbitmq', 'kafka'].flatMap((service) =>
  readFileSync(new URL(`../../test/samples/${service}.txt`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.replace(/\{.*/, '')),
);

/** Of the operators' own, of Kubernetes and of Prometheus: tested where they come from. */
const elsewhere =
  /^(operator_|autoscaler_|kafka_consumer_group_|controller_runtime_|workqueue_|rest_client_|leader_election_|nodejs_|process_|kubelet_|up$|ALERTS$)/;

test('uids are unique', () => {
  expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(dashboards.length);
});

test.for(dashboards)('$uid: titles are unique, texts are sentences, and alerts exist', (dashboard) => {
  const panels = panelsOf(dashboard);
  expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  expect(panels.filter(({ description }) => !/^[A-Z0-9].*\.$/.test(description)).map(({ title }) => title)).toEqual([]);
  expect(panels.flatMap(({ alert = [] }) => alert).filter((alert) => !alertNames.includes(alert))).toEqual([]);
});

test('every metric of a service that a panel or an alert asks for is one that the service has', () => {
  const exprs = [...dashboards.flatMap(panelsOf).flatMap(({ queries }) => queries), ...alertGroups.flatMap(({ alerts }) => alerts)];
  const names = [...new Set(exprs.flatMap(({ expr }) => metricNames(expr)))];
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => !elsewhere.test(name) && !sampled.includes(name))).toEqual([]);
});

test('every alert is linked from a panel, but those that a panel could not show', () => {
  const linked = new Set(dashboards.flatMap(panelsOf).map(({ alert }) => alert));
  expect(alertNames.filter((name) => !linked.has(name))).toEqual([
    'ClusterStalled',
    'RedisMasterChanged',
    'RedisSnapshotFails',
    'ZookeeperTwoLeaders',
    'ZookeeperUnrecoverableError',
    'ZookeeperDataDiffers',
    'RabbitmqDiskAlarm',
    'OperatorUnforeseenError',
  ]);
});
