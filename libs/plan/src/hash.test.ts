import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, stableHash } from './hash.ts';

test('the order of keys does not matter, the order of a list does', () => {
  expect(stableHash({ a: 1, b: { c: 2, d: 3 } })).toBe(stableHash({ b: { d: 3, c: 2 }, a: 1 }));
  expect(stableHash([1, 2])).not.toBe(stableHash([2, 1]));
});

test('a hash is the same in every release: another one would restart every pod', () => {
  expect(stableHash({ image: 'redis:8.0.2', replicas: 3 })).toBe('b08c9b39932c3b81');
});

test('canonical text says the same as the value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
