import { expect, test } from 'vitest';
import { endOf, onGrid, timeGrid } from './time-grid.ts';

test.for([
  [0, 5, 1],
  [4, 5, 1],
  [5, 5, 2],
  [600, 5, 121],
  [1195, 5, 240],
  [1196, 10, 120],
  [3600, 20, 181],
] as const)('%i s are %i s steps, %i of them', ([seconds, stepSeconds, count]) => {
  const grid = timeGrid(1000, 1000 + seconds);
  expect(grid).toEqual({ start: 1000, stepSeconds, count });
  expect(endOf(grid)).toBeLessThanOrEqual(1000 + seconds);
});

test('samples find their places, and what is missing or no number is null', () => {
  const samples = [
    [1000, '1'],
    [1010, 'NaN'],
    [1015.001, '0.123456'],
    [1020, '+Inf'],
    [1025, '1234567'],
    [1030, '8'],
  ] as const;
  expect(onGrid({ start: 1000, stepSeconds: 5, count: 6 }, samples)).toEqual([1, null, null, 0.1235, null, 1_235_000]);
});
