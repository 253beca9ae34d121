import { expect, test } from 'vitest';
import { percentile } from './percentile.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

test.for([
  { name: 'nothing', values: [], share: 0.99, expected: null },
  { name: 'a single value', values: [7], share: 0.99, expected: 7 },
  { name: 'a hundred values', values: hundred, share: 0.99, expected: 99 },
  { name: 'numbers and not their text', values: [9, 10, 11], share: 0.5, expected: 10 },
])('the percentile of $name', ({ values, share, expected }) => {
  expect(percentile(values, share)).toBe(expected);
});
