import { expect, test } from 'vitest';
import { parseQuantity } from './quantity.ts';

test.for([
  ['1', 1],
  [2, 2],
  ['100m', 0.1],
  ['1.5Gi', 1_610_612_736],
  ['.5', 0.5],
  ['2e3', 2000],
  ['1E3', 1000],
  ['1E', 1e18],
  ['10k', 10_000],
  ['250u', 0.00025],
  ['-1Mi', -1_048_576],
] as const)('%s is %d', ([text, expected]) => {
  expect(parseQuantity(text)).toBeCloseTo(expected, 9);
});

test.for(['', 'INVALID', '1 Gi', '1gi', '1KiB', 'e3', '--1', '1.2.3'])('%s is none', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});
