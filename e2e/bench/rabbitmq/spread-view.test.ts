import { expect, test } from 'vitest';
import { mostLeaders, shareOf } from './spread-view.ts';

test('what some have of all', () => {
  expect(shareOf({ a: 10, b: 20, c: 10 }, ['a', 'c'])).toBe(0.5);
  expect(shareOf({ a: 10 }, ['b'])).toBe(0);
  expect(shareOf({}, ['a'])).toBe(0);
});

test('who leads most', () => {
  expect(mostLeaders({ leaders: { a: 1, b: 3, c: 2 }, connections: {} })).toBe('b');
  expect(mostLeaders({ leaders: {}, connections: {} })).toBeUndefined();
});
