import { expect, test } from 'vitest';
import { allowedSize } from './allowed-size.ts';

const bounds = { minReplicas: 3, maxReplicas: 9 };

test.for([
  ['any size without a list', 3, 4, undefined, 4],
  ['up to the next', 3, 4, [3, 5, 7], 5],
  ['up by one of them at a time', 3, 7, [3, 5, 7], 5],
  ['up to nothing above the largest', 7, 9, [3, 5, 7], 7],
  ['up to nothing beyond the bounds', 7, 9, [3, 5, 7, 11], 7],
  ['not down by half a step', 5, 4, [3, 5, 7], 5],
  ['down where a whole step fits', 5, 3, [3, 5, 7], 3],
  ['down by one of them at a time', 9, 3, [3, 5, 7, 9], 7],
  ['from a size that is none of them, up', 4, 5, [3, 5, 7], 5],
  ['from a size that is none of them, down', 6, 5, [3, 5, 7], 5],
  ['into the bounds from above', 12, 9, [3, 5, 7], 7],
  ['into the bounds from below', 1, 3, [2, 5, 7], 5],
  ['nowhere without reason', 4, 4, [3, 5, 7], 4],
] as const)('%s: %i and %i asked for', ([, current, wanted, allowed, size]) => {
  expect(allowedSize({ ...bounds, current, wanted, allowed })).toBe(size);
});
