import { expect, test } from 'vitest';
import { quantile } from './quantile.ts';

const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);

test.for([
  [[7], 0.5, 7],
  [[3, 1, 2], 0.5, 2],
  [[3, 1, 2], 0.99, 3],
  [hundred, 0.5, 50],
  [hundred, 0.99, 99],
  [hundred, 1, 100],
  [hundred, 0, 1],
  [[], 0.5, Number.NaN],
] as const)('%j at %d', ([values, share, expected]) => {
  expect(quantile(values, share)).toBe(expected);
});
