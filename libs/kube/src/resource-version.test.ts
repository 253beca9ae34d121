import { expect, test } from 'vitest';
import { compareResourceVersions } from './resource-version.ts';

test.for([
  ['9', '10', -1],
  ['10', '10', 0],
  ['11', '10', 1],
  ['18446744073709551615', '18446744073709551614', 1],
] as const)('%s against %s', ([a, b, sign]) => {
  expect(Math.sign(compareResourceVersions(a, b))).toBe(sign);
});
