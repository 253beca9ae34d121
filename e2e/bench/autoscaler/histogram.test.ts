import { expect, test } from 'vitest';
import { boundOf, histogramSince, readHistogram, totalOf } from './histogram.ts';

const textOf = (counts: readonly number[]) =>
  [
    '# TYPE lag_seconds histogram',
    ...['0.01', '0.1', '1', '+Inf'].map((bound, at) => `lag_seconds_bucket{le="${bound}"} ${counts[at]}`),
    'lag_seconds_sum 12',
    `lag_seconds_count ${counts[3]}`,
    'other_lag_seconds_bucket{le="0.01"} 7',
  ].join('\n');
const read = (...counts: readonly number[]) => readHistogram(textOf(counts), 'lag_seconds');

test.for([
  [[50, 99, 100, 100], 0.5, 0.01],
  [[49, 99, 100, 100], 0.5, 0.1],
  [[50, 99, 100, 100], 0.99, 0.1],
  [[50, 98, 100, 100], 0.99, 1],
  [[0, 0, 0, 1], 0.5, Number.POSITIVE_INFINITY],
  [[0, 0, 0, 0], 0.5, Number.NaN],
] as const)('%j at %d', ([counts, share, expected]) => {
  expect(boundOf(read(...counts), share)).toBe(expected);
});

test('only what has come since counts', () => {
  const since = histogramSince(read(10, 90, 90, 100), read(11, 91, 91, 101));
  expect(totalOf(since)).toBe(1);
  expect(boundOf(since, 0.99)).toBe(0.01);
});

test('what is not there has no values', () => {
  expect(totalOf(readHistogram('', 'lag_seconds'))).toBe(0);
});
