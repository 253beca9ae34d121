import { expect, test } from 'vitest';
import { ordinalOf } from './ordinal.ts';

test.for([
  ['cart-redis-0', 0],
  ['cart-redis-9999', 9999],
  ['cart-redis-01', undefined],
  ['cart-redis-10000', undefined],
  ['cart-redis-', undefined],
  ['cart-redis-sentinel-0', undefined],
  ['cart-redis', undefined],
  ['other-cart-redis-1', undefined],
] as const)('%s', ([name, expected]) => {
  expect(ordinalOf(name, 'cart-redis')).toBe(expected);
});
