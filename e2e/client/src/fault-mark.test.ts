import { expect, test } from 'vitest';
import type { Attempt } from './attempt.ts';
import { markFault, recordAfterFault, reportFault } from './fault-mark.ts';

const success = (endedMs: number): Attempt => ({ seq: 1, startedMs: endedMs - 1, endedMs, ok: true });
const failure = (endedMs: number): Attempt => ({ seq: 1, startedMs: endedMs - 1, endedMs, ok: false, error: 'READONLY' });

test.for([
  {
    name: 'counts the gap from the last success before the mark',
    attempts: [failure(1010), failure(1020), success(1500), success(1510)],
    expected: { firstFailureMs: 1010, gapStartedMs: 995, firstSuccessAfterMs: 1500, gapMs: 505 },
  },
  {
    name: 'takes successes that were still on their way',
    attempts: [success(1003), failure(1010), success(1200)],
    untilMs: 1250,
    expected: { firstFailureMs: 1010, gapStartedMs: 1003, firstSuccessAfterMs: 1200, gapMs: 197 },
  },
  {
    name: 'reports a fault that nobody noticed',
    attempts: [success(1005), success(1010), success(1998)],
    expected: { firstFailureMs: null, gapStartedMs: 1010, firstSuccessAfterMs: 1998, gapMs: 988 },
  },
  {
    name: 'reports a gap that still lasts',
    attempts: [success(1005), failure(1010)],
    expected: { firstFailureMs: 1010, gapStartedMs: 1005, firstSuccessAfterMs: null, gapMs: 995 },
  },
])('$name', ({ attempts, untilMs = 2000, expected }) => {
  const fault = attempts.reduce(recordAfterFault, markFault('kill', 1000, 995));
  expect(reportFault(fault, untilMs)).toEqual({ mark: 'kill', markedMs: 1000, ...expected });
});
