import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Dashboard, dashboards, type Panel, type Recording } from '@dataservices/observability';
import { expect, test } from 'vitest';
import { dashboardPicture } from './dashboard-picture.ts';
import { dashboardsPage } from './dashboards-page.ts';

const steps = Array.from({ length: 60 }, (_, index) => index);

/** Made up: three members, of which one is away for some steps. */
function madeUp({ uid, rows }: Dashboard): Recording {
  const numberOf = ({ view }: Panel, member: number, step: number) =>
    view === 'States' ? Number(member !== 1) : Math.round(100 + 50 * Math.sin(step / 4 + member) + 7 * ((step * 31 + member) % 5));
  const panels = rows
    .flatMap((row) => row.panels)
    .map((panel) => ({
      title: panel.title,
      exprs: panel.queries.map(({ expr }) => expr),
      series: [0, 1, 2].map((member) => ({
        legend: `cart-${member} <&>`,
        values: steps.map((step) => (member === 0 && step > 20 && step < 30 ? null : numberOf(panel, member, step))),
      })),
    }));
  const marks = [{ name: 'Operations', color: 'blue', legend: 'Wait', spans: [[100, 150]] as const }];
  return { dashboard: uid, seconds: 295, stepSeconds: 5, events: [{ at: 100, what: 'a pod is deleted' }], marks, panels };
}

test.for(dashboards)('$uid is drawn with all of its panels, the same each time, and small', { timeout: 60_000 }, async (dashboard) => {
  const recording = madeUp(dashboard);
  const svg = await dashboardPicture(dashboard, recording);
  expect(svg).toMatch(/^<svg [^>]*viewBox.*<\/svg>$/);
  for (const { title } of recording.panels) expect(svg).toContain(title.slice(0, 30).replaceAll('&', '&amp;'));
  expect(svg).toContain('Operations: Wait');
  expect(svg).toContain('cart-1 &lt;&amp;&gt;');
  expect(svg.length).toBeLessThan(150_000);
  // Neither the order of drawing nor what was drawn before is in it.
  expect(await dashboardPicture(dashboard, recording)).toBe(svg);
});

test.for(dashboards.slice(0, 1))('what is not as it was recorded says so', async (dashboard) => {
  const { panels, ...recording } = madeUp(dashboard);
  const changed = panels
    .slice(1)
    .map((panel, index) => (index === 0 ? { ...panel, exprs: ['up'] } : { ...panel, ...(index === 1 && { series: [] }) }));
  const svg = await dashboardPicture(dashboard, { ...recording, panels: changed });
  expect(svg.match(/came after this run|asks something else since this run|nothing in this run/g)?.sort()).toEqual([
    'asks something else since this run',
    'came after this run',
    'nothing in this run',
  ]);
});

test('the page has a picture of what was recorded, and none of what was not', () => {
  const [first] = dashboards.map(madeUp);
  const page = dashboardsPage(dashboards, new Map(first === undefined ? [] : [[first.dashboard, first]]), 'Made.');
  expect(page.match(/\]\(dashboards\/[\w-]+\.svg\)/g)).toEqual(['](dashboards/dataservices-story.svg)']);
  expect(page).toContain('| 100 s | a pod is deleted |');
  expect(page).toContain('What can be seen');
  expect(page.match(/^## /gm)).toHaveLength(dashboards.length + 2);
  expect(dashboardsPage(dashboards, new Map(), 'Made.')).not.toMatch(/svg|The run in/);
});

test('what is committed is small', () => {
  const folder = fileURLToPath(new URL('../../docs/dashboards', import.meta.url));
  const files = (existsSync(folder) ? readdirSync(folder) : []).map((name) => ({ name, bytes: statSync(`${folder}/${name}`).size }));
  expect(files.filter(({ name, bytes }) => name.endsWith('.svg') && bytes > 150_000)).toEqual([]);
  expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(1_500_000);
});
