import { expect, test } from 'vitest';
import { moveRate, timeOf } from './moved-data.ts';

test('the time of a rule is from its first look to its last', () => {
  const looks = [false, true, false, true, false].map((isSo, index) => ({ atMs: 1_000 + index * 20, isSo }));
  expect(timeOf(looks)).toBe(40);
  expect(timeOf(looks.slice(0, 2))).toBe(0);
  expect(timeOf([])).toBe(0);
});

test('megabytes a second, where there was time to see them', () => {
  expect(moveRate({ bytes: 180_000_000, ms: 10_000 })).toBe(18);
  expect(moveRate({ bytes: 180_000_000, ms: 200 })).toBeUndefined();
});
