import type { Panel, RowPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { expect, test } from 'vitest';
import { dashboards } from './dashboards/all.ts';
import { grafanaDashboard } from './grafana-json.ts';

type Place = Panel | RowPanel;

function overlaps({ gridPos: a }: Place, { gridPos: b }: Place): boolean {
  if (a === undefined || b === undefined) return true;
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

test.for(dashboards)('$uid: panels have numbers, and places of their own', (dashboard) => {
  const panels = grafanaDashboard(dashboard).panels ?? [];
  expect(panels).toHaveLength(dashboard.rows.reduce((sum, row) => sum + 1 + row.panels.length, 0));
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const pairs = panels.flatMap((a, index) => panels.slice(index + 1).map((b) => [a, b] as const));
  expect(pairs.filter(([a, b]) => overlaps(a, b)).map(([a, b]) => `${a.title} and ${b.title}`)).toEqual([]);
});

test.for(dashboards)('$uid: every variable of a query is declared', (dashboard) => {
  const text = JSON.stringify(grafanaDashboard(dashboard));
  const declared = ['datasource', 'runbooks', ...dashboard.variables.map(({ name }) => name)];
  const used = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name).filter((name) => !name.startsWith('__'));
  expect([...new Set(used)].filter((name) => !declared.includes(name))).toEqual([]);
  expect(dashboard.variables.filter(({ name }) => !used.includes(name))).toEqual([]);
});

test('a panel links to the runbook of its alert', () => {
  const [story] = dashboards;
  if (story === undefined) throw new Error('there are no dashboards');
  const links = (grafanaDashboard(story).panels ?? []).flatMap((panel) => ('links' in panel ? (panel.links ?? []) : []));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana replaces its variable
  expect(links.map(({ url }) => url)).toContain('${runbooks}/ClusterNotAvailable.md');
});
