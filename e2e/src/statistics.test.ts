import { expect, test } from 'vitest';
import { spreadOf } from './statistics.ts';

test.for([
  [[], undefined],
  [[4], { min: 4, median: 4, p99: 4, max: 4, n: 1 }],
  [[9, 1], { min: 1, median: 5, p99: 9, max: 9, n: 2 }],
  [[10, 9, 2], { min: 2, median: 9, p99: 10, max: 10, n: 3 }],
  [[1, 2, 3, 40], { min: 1, median: 2.5, p99: 40, max: 40, n: 4 }],
] as const)('%j', ([values, expected]) => {
  expect(spreadOf(values)).toEqual(expected);
});
