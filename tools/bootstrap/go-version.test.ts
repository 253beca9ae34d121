import { expect, test } from 'vitest';
import { isAtLeast, parseGoVersion } from './go-version.mjs';

test.for([
  ['go version go1.26.8 linux/amd64', [1, 26]],
  ['go version go1.9 linux/arm64', [1, 9]],
  ['go version devel go1.27-abcdef Mon Jan 5', [1, 27]],
  ['module dataservices.dev/local-cluster\n\ngo 1.26.0\n\nrequire (', [1, 26]],
  ['', undefined],
  ['command not found', undefined],
] as const)('%s', ([text, version]) => {
  expect(parseGoVersion(text)).toEqual(version);
});

test.for([
  [[1, 26], true],
  [[1, 30], true],
  [[2, 0], true],
  [[1, 25], false],
  [[1, 9], false],
  [undefined, false],
] as const)('%s is new enough for 1.26: %s', ([found, expected]) => {
  expect(isAtLeast(found === undefined ? undefined : [...found], [1, 26])).toBe(expected);
});
