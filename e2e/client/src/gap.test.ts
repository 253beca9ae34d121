import { expect, test } from 'vitest';
import { longestGap, recordSuccess, startGap } from './gap.ts';

test.for([
  { name: 'no success at all', successes: [], nowMs: 1500, expected: { gapMs: 500, startedMs: 1000, endedMs: undefined } },
  { name: 'the time to the first success', successes: [1400, 1410], nowMs: 1420, expected: { gapMs: 400, startedMs: 1000, endedMs: 1400 } },
  {
    name: 'a gap between successes',
    successes: [1001, 1002, 1102, 1103],
    nowMs: 1104,
    expected: { gapMs: 100, startedMs: 1002, endedMs: 1102 },
  },
  { name: 'the gap that still lasts', successes: [1001, 1050], nowMs: 1300, expected: { gapMs: 250, startedMs: 1050, endedMs: undefined } },
  { name: 'the first of two equal gaps', successes: [1010, 1020], nowMs: 1021, expected: { gapMs: 10, startedMs: 1000, endedMs: 1010 } },
  {
    name: 'tenths without rounding noise',
    successes: [1000.1, 1000.4],
    nowMs: 1000.5,
    expected: { gapMs: 0.3, startedMs: 1000.1, endedMs: 1000.4 },
  },
  { name: 'a success that came after now', successes: [1100], nowMs: 1050, expected: { gapMs: 100, startedMs: 1000, endedMs: 1100 } },
])('the longest gap is $name', ({ successes, nowMs, expected }) => {
  const state = successes.reduce(recordSuccess, startGap(1000));
  expect(longestGap(state, nowMs)).toEqual(expected);
});
