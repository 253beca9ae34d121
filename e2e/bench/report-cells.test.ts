import { expect, test } from 'vitest';
import { spreadOf } from '../src/statistics.ts';
import { lossCell, lossesOf, rangeCell, secondsCell, spreadsOf } from './report-cells.ts';

test('a range is one number where repetitions do not differ, and nothing where there are none', () => {
  expect([[2, 2], [2, 0, 5], []].map((values) => rangeCell(spreadOf(values)))).toEqual(['2', '2 (0 to 5)', '-']);
  expect(secondsCell(spreadOf([900, 1500, 1200]))).toBe('1.20 s (0.90 s to 1.50 s, 3 runs)');
});

test('a run that could not be verified does not pass for one without losses', () => {
  const runs = [
    { acknowledged: 100, lost: 1 },
    { acknowledged: 50, lost: null },
  ];
  expect(lossCell(lossesOf(runs))).toBe('1 of 150, 1 runs unknown');
  expect(lossCell(lossesOf(runs.slice(0, 1)))).toBe('1 of 100');
});

test('each field has its own spread', () => {
  expect(spreadsOf(['gapMs'], [{ gapMs: 1 }, { gapMs: 3 }])).toEqual({ gapMs: { min: 1, median: 2, p99: 3, max: 3, n: 2 } });
});
