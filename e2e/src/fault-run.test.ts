import { expect, test } from 'vitest';
import { type ClientOutcome, describeOutcome } from './fault-run.ts';

const outcome: ClientOutcome = { gapMs: 1200, healGapMs: undefined, acknowledged: 4012, lost: 3, errors: {}, verifyError: undefined };

test('a figure names every client, with the gap of those that follow', () => {
  const wait = { ...outcome, lost: null, verifyError: 'no master answered', errors: { READONLY: 2 } };
  const pinned = { ...outcome, gapMs: 60_000 };
  expect(describeOutcome({ pinned, plain: { ...outcome, healGapMs: 40 }, wait })).toBe(
    'plain: gap 1.20 s, at its return 0.04 s, lost 3 of 4012; ' +
      'WAIT 1: gap 1.20 s, lost ? of 4012, failed: READONLY 2, no master answered; ' +
      'pinned: lost 3 of 4012',
  );
});
