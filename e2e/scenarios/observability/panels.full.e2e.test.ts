import { concreteQuery, dashboards, type Panel, type RecordedEvent, timeGrid } from '@dataservices/observability';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { playActs } from '../../src/dashboard-acts.ts';
import { saveMetricSamples } from '../../src/metric-samples.ts';
import { clusterName, forgetPermissions, loadAll, makeClusters, observe } from '../../src/observed-clusters.ts';
import { operator } from '../../src/operator.ts';
import { askRange, askSeries, prometheusTime } from '../../src/prometheus-object.ts';
import { recordDashboard, saveRecording } from '../../src/record-dashboards.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('observability-panels', { steps: 'independent' });

const values = { namespace, cluster: clusterName, scaler: clusterName, controller: '.+' };
// Metrics of the operators carry the namespace of their process, where they are about no object.
const valuesOf = (uid: string) => (uid === 'dataservices-operators' ? { ...values, namespace: operator.namespace } : values);
const seriesOf = (expr: string) => askSeries(bed, namespace, expr);

let startSeconds = 0;
const events: RecordedEvent[] = [];
const note = async (what: string) => {
  events.push({ at: Math.round((await prometheusTime(bed, namespace)) - startSeconds), what });
};

beforeAll(async () => {
  await makeClusters(bed, namespace);
  await loadAll(bed, namespace);
  await observe(bed, namespace, '15s');
  const scraped = async () => (await seriesOf('count(min_over_time(up[40s]) == 1)'))[0]?.value[1];
  await waitUntil(async () => Number(await scraped()) >= 13 && (await seriesOf('rate(autoscaler_query_seconds_count[40s])')).length > 0, {
    what: 'metrics of 40 s',
    timeoutMs: 180_000,
  });
  startSeconds = await prometheusTime(bed, namespace);
}, 900_000);

afterAll(() => forgetPermissions(bed, namespace));

test('samples of what the pods serve are saved', () => saveMetricSamples(bed, namespace));

test.for(dashboards)('every panel of $uid shows something', { timeout: 120_000 }, async ({ uid, rows }) => {
  const empty: string[] = [];
  const idle: string[] = [];
  for (const panel of rows.flatMap((row) => row.panels)) {
    for (const { expr } of panel.queries) {
      const found = await seriesOf(concreteQuery(expr, valuesOf(uid), { rateInterval: '30s' }));
      if (found.length === 0) (panel.needs === undefined ? empty : idle).push(describe(panel, expr));
    }
  }
  figure(`${uid}: panels that need an act or a fault`, idle.length === 0 ? 'none empty' : idle.join(', '));
  expect(empty).toEqual([]);
});

function describe({ title, needs }: Panel, expr: string): string {
  return `${title}${needs === undefined ? '' : ` (${needs})`}: ${expr}`;
}

test('no alert fires at rest', async () => {
  const before = await seriesOf('max by (alertname, alertstate) (ALERTS)');
  // What was created a moment ago is news, and not an alarm.
  const fired = before
    .map(({ metric }) => `${metric.alertname} ${metric.alertstate}`)
    .filter((name) => !name.startsWith('ZookeeperElected'));
  expect(fired).toEqual([]);
});

test('each cluster loses a member and is whole again, and the AutoScaler grows one', { timeout: 1_800_000 }, async () => {
  await playActs({ bed, namespace, note });
  expect(events).toHaveLength(5);
});

test('what the dashboards showed of it is saved', { timeout: 300_000 }, async () => {
  const grid = timeGrid(startSeconds, await prometheusTime(bed, namespace));
  const ask = (expr: string) => askRange(bed, namespace, expr, grid);
  const idle: string[] = [];
  for (const dashboard of dashboards) {
    const recording = await recordDashboard(dashboard, { ask, values: valuesOf(dashboard.uid), grid, events });
    saveRecording(recording);
    idle.push(...recording.panels.filter(({ series }) => series.length === 0).map(({ title }) => `${dashboard.uid}: ${title}`));
  }
  figure('panels that showed nothing all the time', idle.length === 0 ? 'none' : idle.join(', '));
  expect(idle).not.toContain('dataservices-story: Operation');
});
