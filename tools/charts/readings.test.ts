import { dashboards, type Panel } from '@dataservices/observability';
import { expect, test } from 'vitest';
import { readings, readingText } from './readings.ts';

const recording = { dashboard: 'x', seconds: 20, stepSeconds: 5, events: [], marks: [], panels: [] };
const lines: Panel = { title: 'Sizes', description: '', view: 'TimeSeries', unit: 'ops', queries: [] };
const states: Panel = { ...lines, title: 'Roles', view: 'States', unit: 'none' };
const tell = (how: 'changes' | 'range', panel: Panel, ...series: readonly (readonly (number | null)[])[]) => {
  const named = series.map((values, index) => ({ legend: 'abcdefgh'.charAt(index), values }));
  return readingText({ panel: panel.title, tell: how }, panel, { title: panel.title, exprs: [], series: named }, recording);
};

test('every dashboard has readings, of panels that it has', () => {
  expect(Object.keys(readings).sort()).toEqual(dashboards.map(({ uid }) => uid).sort());
  for (const { uid, rows } of dashboards) {
    const titles = rows.flatMap(({ panels }) => panels.map(({ title }) => title));
    expect(titles).toEqual(expect.arrayContaining(readings[uid]?.map(({ panel }) => panel) ?? []));
  }
});

test('changes are told with their times, and only those of series that changed', () => {
  expect(tell('changes', states, [1, 1, null, 0, 0], [0, 0, 0, 0, 0])).toBe('**Roles**: a: yes, nothing from 10 s, no from 15 s.');
  expect(tell('changes', lines, [3, 3, 3, 4, 4])).toBe('**Sizes**: a: 3/s, 4/s from 15 s.');
  expect(tell('changes', lines, [3, 3])).toBe('**Sizes**: the same all the time.');
  expect(tell('changes', lines)).toBe('**Sizes**: nothing in this run.');
});

test('what is there only for some time is told by its times', () => {
  expect(tell('changes', states, [null, 1, 1, null, 1])).toBe('**Roles**: a: from 5 to 15 s, from 20 s.');
});

test('of many changes the last is told, and of many series some', () => {
  expect(tell('changes', lines, [1, 2, 1, 2, 1, 2, 3])).toBe('**Sizes**: a: 6 changes, the last 3/s from 30 s.');
  expect(tell('changes', lines, ...Array.from({ length: 8 }, () => [1, 2]))).toMatch(/; f: 1\/s, 2\/s from 5 s; and 2 more\.$/);
});

test('a range is the least, the most and the median, with their times', () => {
  expect(tell('range', lines, [null, 9, 5, 200, 8])).toBe('**Sizes**: a: 9/s, between 5/s (at 10 s) and 200/s (at 15 s).');
});
