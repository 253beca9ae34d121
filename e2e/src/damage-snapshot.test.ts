import { expect, test } from 'vitest';
import { otherOfSameChecksum } from './damage-snapshot.ts';

function adler32(text: string): number {
  let [a, b] = [1, 0];
  for (const byte of Buffer.from(text)) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

test.for(['234', '155', '828'])('%s is changed into digits of the same checksum, wherever they are', (digits) => {
  const other = otherOfSameChecksum(digits);
  expect(other).toMatch(/^\d{3}$/);
  expect(other).not.toBe(digits);
  for (const [before, after] of [
    ['', ''],
    ['a snapshot', 'what follows'],
  ])
    expect(adler32(before + other + after)).toBe(adler32(before + digits + after));
});
