import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import {
  array,
  bool,
  type Codec,
  encode,
  float64,
  int8,
  int32,
  int64,
  nullableArray,
  nullableString,
  string,
  struct,
  uuid,
} from './codec.ts';

const hex = <T>(codec: Codec<T>, value: T) => encode(codec, value).toString('hex');
const read = <T>(codec: Codec<T>, bytes: string) => codec.read(new ByteReader(Buffer.from(bytes, 'hex')));

test('lengths are one more than they are, and nothing is 0', () => {
  expect(hex(nullableString, null)).toBe('00');
  expect(hex(nullableString, '')).toBe('01');
  expect(hex(string, 'é')).toBe('03c3a9');
  expect(hex(nullableArray(int8), null)).toBe('00');
  expect(hex(array(int8), [])).toBe('01');
  expect(hex(array(int8), [1, -1])).toBe('0301ff');
});

test.for([
  [0, '00'],
  [127, '7f'],
  [128, '8001'],
  [300, 'ac02'],
  [4_294_967_295, 'ffffffff0f'],
] as const)('the varint of %i', ([value, bytes]) => {
  const out = new ByteWriter();
  out.uvarint(value);
  expect(out.bytes().toString('hex')).toBe(bytes);
  expect(new ByteReader(Buffer.from(bytes, 'hex')).uvarint()).toBe(value);
});

test('fields of a newer version are skipped by their tags', () => {
  const pair = struct({ a: int8, b: int8 });
  expect(read(pair, '010200')).toEqual({ a: 1, b: 2 });
  // Two tags: 0 with one byte, 5 with two.
  expect(read(pair, '0102020001aa0502bbcc')).toEqual({ a: 1, b: 2 });
});

test.for([
  ['ends early', array(int32), '0300000001'],
  ['has nothing where something must be', string, '00'],
  ['has a length beyond its end', string, 'ff7f61'],
  ['has a number without an end', string, 'ffffffffffff'],
] as const)('an answer that %s is not read', ([, codec, bytes]) => {
  expect(() => read<unknown>(codec, bytes)).toThrow(expect.objectContaining({ code: 'Unreadable' }));
});

test('what is written is read, whatever it is', () => {
  const row = struct({ a: int32, b: int64, c: nullableString, d: bool, e: float64, f: uuid });
  const anyRow = fc.record({
    a: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    b: fc.maxSafeInteger(),
    c: fc.option(fc.string()),
    d: fc.boolean(),
    e: fc.double({ noNaN: true }),
    f: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  });
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 10 }), (rows) => {
      expect(array(row).read(new ByteReader(encode(array(row), rows)))).toEqual(rows);
    }),
    { numRuns: 50 },
  );
});
