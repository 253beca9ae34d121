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

test.for([
  [
    'dates and what is not there',
    { until: new Date(0), none: undefined, list: [undefined] },
    '{"list":[null],"until":"1970-01-01T00:00:00.000Z"}',
  ],
  ['keys that look like numbers come first, by their size', { b: 1, 10: 2, 9: 3 }, '{"9":3,"10":2,"b":1}'],
  ['a key that is special elsewhere', JSON.parse('{"b":1,"__proto__":{"a":2}}'), '{"__proto__":{"a":2},"b":1}'],
] as const)('canonical text: %s', ([, value, text]) => {
  expect(canonicalJson(value)).toBe(text);
});

test('canonical text says the same as the value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

/** The definition of FNV-1a, with integers of any size. */
function fnv1a(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return bytes
    .reduce((hash, byte) => ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn, 0xcbf29ce484222325n)
    .toString(16)
    .padStart(16, '0');
}

test('a hash is that of FNV-1a, whatever the text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(stableHash(value)).toBe(fnv1a(canonicalJson(value)));
    }),
  );
});
