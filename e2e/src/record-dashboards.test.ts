import { dashboards, type Matrix, timeGrid } from '@dataservices/observability';
import { expect, test } from 'vitest';
import { recordDashboard } from './record-dashboards.ts';

const grid = timeGrid(1000, 1010);
const events = [{ at: 5, what: 'a pod is deleted' }];
const values = { namespace: 'shop', cluster: 'cart', scaler: 'cart', controller: '.+' };
const zookeeper = dashboards.filter(({ uid }) => uid === 'dataservices-zookeeper');

/** As a Prometheus that scrapes one member answers to whatever has a legend by pods. */
const answer: Matrix = [
  {
    metric: { pod: 'cart-zookeeper-0' },
    values: [
      [1000, '0.5'],
      [1010, '2'],
    ],
  },
];

test.for(zookeeper)('every query of $uid is asked with its variables, and what was answered is recorded', async (dashboard) => {
  const asked: string[] = [];
  const ask = async (promql: string) => {
    asked.push(promql);
    return promql.startsWith('rate(proposal_count') || promql.includes('election_time_count') ? answer : [];
  };
  const { panels, marks, ...head } = await recordDashboard(dashboard, { ask, values, grid, events });
  const queries = [...dashboard.rows.flatMap((row) => row.panels).flatMap((panel) => panel.queries), ...dashboard.annotations];
  expect(asked).toHaveLength(queries.length);
  expect(asked.filter((promql) => promql.includes('$'))).toEqual([]);
  expect(asked).toContain('rate(proposal_count{namespace="shop",dataservices_dev_cluster="cart"}[20s])');
  expect(head).toEqual({ dashboard: dashboard.uid, seconds: 10, stepSeconds: 5, events });
  expect(panels.find(({ title }) => title === 'Writes a second')).toMatchObject({
    exprs: [expect.stringContaining('$__rate_interval')],
    series: [{ legend: 'cart-zookeeper-0', values: [0.5, null, 2] }],
  });
  expect(marks).toMatchObject([
    {
      name: 'Elections',
      spans: [
        [0, 0],
        [10, 10],
      ],
    },
  ]);
});
