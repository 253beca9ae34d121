import { expect, test } from 'vitest';
import { compareVersions } from './compare-versions.ts';

test.for([
  ['7.0.15', '8.0.2', -1],
  ['8.0.10', '8.0.9', 1],
  ['8.0.2', '8.0.2', 0],
  ['7.4', '7.4.0', 0],
  ['8.1.1-rc1', '8.1.1', 0],
] as const)('%s and %s', ([a, b, expected]) => {
  expect(Math.sign(compareVersions(a, b))).toBe(expected);
  expect(Math.sign(compareVersions(b, a))).toBe(expected === 0 ? 0 : -expected);
});
