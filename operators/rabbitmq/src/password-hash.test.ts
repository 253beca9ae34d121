import { expect, test } from 'vitest';
import { hashPassword, isPassword } from './password-hash.ts';

/** What a RabbitMQ 4.3.6 made of the password secret. */
const stored = 'MkYt/9SCa5u+QF//sY4cYZSzSGQpHmBPkbiytC+xb91nArAF';

test.for([
  ['secret', stored, true],
  ['Secret', stored, false],
  ['', '', false],
  ['secret', 'c2VjcmV0', false],
] as const)('whether %j is the password of %j: %s', ([password, hash, expected]) => {
  expect(isPassword(password, hash)).toBe(expected);
});

test('two hashes of one password differ, and both are its hashes', () => {
  const hashes = [hashPassword('secret'), hashPassword('secret')];
  expect(hashes[0]).not.toBe(hashes[1]);
  expect(hashes.every((hash) => isPassword('secret', hash))).toBe(true);
});
