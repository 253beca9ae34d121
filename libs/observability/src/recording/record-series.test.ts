import { expect, test } from 'vitest';
import { type Matrix, recordSeries } from './record-series.ts';

const grid = { start: 100, stepSeconds: 5, count: 3 };
const one = (pod: string, ...values: readonly (readonly [number, string])[]): Matrix[number] => ({ metric: { pod }, values });

test('series are named by their legends, and those of a query sorted by them', () => {
  const answers = [
    { legend: 'out, {{pod}}', matrix: [one('b', [100, '1']), one('a', [105, '2'])] },
    { legend: 'in, {{pod}}', matrix: [one('a', [110, '3'])] },
  ];
  expect(recordSeries(answers, grid, 12)).toEqual({
    series: [
      { legend: 'out, a', values: [null, 2, null] },
      { legend: 'out, b', values: [1, null, null] },
      { legend: 'in, a', values: [null, null, 3] },
    ],
  });
});

test('the lives of a member are one series, and what is there at the same time is kept apart', () => {
  const matrix = [one('a', [100, '1']), one('a', [110, '3']), one('a', [100, '7'], [105, '7'])];
  expect(recordSeries([{ legend: '{{pod}}', matrix }], grid, 12)).toEqual({
    series: [
      { legend: 'a', values: [1, null, 3] },
      { legend: 'a (2)', values: [7, 7, null] },
    ],
  });
});

test('what was never a number is no series', () => {
  expect(recordSeries([{ legend: '{{pod}}', matrix: [one('a', [100, 'NaN'])] }], grid, 12)).toEqual({ series: [] });
});

test('of too many series the highest are kept in their order, and the others counted', () => {
  const names = [...'abcdefghijklmno'];
  const matrix = names.map((name, index) => one(name, [100, String(index === 0 ? 99 : index)]));
  const { series, dropped } = recordSeries([{ legend: '{{pod}}', matrix }], grid, 12);
  expect(series.map(({ legend }) => legend).join('')).toBe('aefghijklmno');
  expect(dropped).toBe(3);
});
