import { alertGroups, concreteQuery, type Dashboard, dashboards, ruleGroups } from '@dataservices/observability';
import { beforeAll, expect, test } from 'vitest';
import { fetchPromtool, fetchTimeoutMs, runPromtool } from './promtool.ts';

beforeAll(fetchPromtool, fetchTimeoutMs);

const values = { namespace: 'shop', cluster: 'cart', scaler: 'cart', controller: '.+' };

/** Every query of a dashboard, as Grafana would ask it: of its panels and of its annotations. */
function queriesOf({ rows, annotations }: Dashboard): readonly string[] {
  const panels = rows.flatMap((row) => row.panels).flatMap(({ queries }) => queries);
  return [...panels, ...annotations].map(({ expr }) => concreteQuery(expr, values));
}

test.for(dashboards)('Prometheus understands every query of $uid', async (dashboard) => {
  const rules = queriesOf(dashboard).map((expr, index) => ({ record: `query:${index}`, expr }));
  const output = await runPromtool(['check', 'rules', '--lint=none', 'rules.yml'], {
    'rules.yml': { groups: [{ name: 'queries', rules }] },
  });
  expect(output).toContain(`SUCCESS: ${rules.length} rules found`);
});

test('Prometheus understands every alert', async () => {
  const count = alertGroups.flatMap(({ alerts }) => alerts).length;
  const output = await runPromtool(['check', 'rules', '--lint-fatal', 'rules.yml'], { 'rules.yml': { groups: ruleGroups(alertGroups) } });
  expect(output).toContain(`SUCCESS: ${count} rules found`);
});

test('a query that is no PromQL is found', async () => {
  const groups = [{ name: 'broken', rules: [{ record: 'a', expr: 'sum(rate(a[5m])' }] }];
  await expect(runPromtool(['check', 'rules', 'rules.yml'], { 'rules.yml': { groups } })).rejects.toThrow('parse error');
});
