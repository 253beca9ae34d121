import { expect, test } from 'vitest';
import { minuteTicks, ticksTo } from './ticks.ts';

test.for([
  [0, [0, 1]],
  [1, [0, 0.5, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2.5, 5, 7.5]],
  [0.0031, [0, 0.002, 0.004]],
  [1_234_567, [0, 500_000, 1_000_000, 1_500_000]],
] as const)('an axis up to %d', ([max, ticks]) => {
  expect(ticksTo(max)).toEqual(ticks);
});

test.for([
  [50, [0]],
  [300, [0, 1, 2, 3, 4, 5]],
  [700, [0, 2, 4, 6, 8, 10]],
] as const)('a time axis of %i s', ([seconds, minutes]) => {
  expect(minuteTicks(seconds)).toEqual(minutes);
});
