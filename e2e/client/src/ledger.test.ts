import { expect, test } from 'vitest';
import type { Attempt } from './attempt.ts';
import { Ledger } from './ledger.ts';

const success = (seq: number, endedMs: number): Attempt => ({ seq, startedMs: endedMs - 2, endedMs, ok: true });
const failure = (seq: number, endedMs: number, error: string): Attempt => ({ seq, startedMs: endedMs - 2, endedMs, ok: false, error });

test('counts attempts, acknowledged writes and errors by cause', () => {
  const ledger = new Ledger(1000);
  ledger.record(success(1, 1010));
  ledger.record(failure(2, 1020, 'READONLY'));
  ledger.record(failure(3, 1030, 'READONLY'));
  ledger.record(failure(4, 1040, 'CommandTimeout'));
  ledger.record(success(5, 1090));
  expect(ledger.state(1100)).toEqual({
    attempted: 5,
    acknowledged: 2,
    errors: { READONLY: 2, CommandTimeout: 1 },
    startedMs: 1000,
    lastSuccessMs: 1090,
    longestGapMs: 80,
    gapStartedMs: 1010,
    marks: [],
  });
  expect(ledger.p99Ms()).toBe(2);
  expect([...ledger.acknowledged.batches(10)]).toEqual([[1, 5]]);
});

test('the time until the first connection is no gap', () => {
  const ledger = new Ledger(1000);
  ledger.begin(9000);
  expect(ledger.state(9010)).toMatchObject({ longestGapMs: 10, gapStartedMs: 9000, lastSuccessMs: null });
});

test('each mark owns what comes after it, until the next', () => {
  const ledger = new Ledger(1000);
  ledger.record(success(1, 1010));
  ledger.mark('first', 1020);
  ledger.record(failure(2, 1100, 'READONLY'));
  ledger.record(success(3, 1200));
  ledger.mark('second', 1210);
  ledger.record(success(4, 1230));
  expect(ledger.state(1240).marks).toEqual([
    { mark: 'first', markedMs: 1020, firstFailureMs: 1100, gapStartedMs: 1010, firstSuccessAfterMs: 1200, gapMs: 190 },
    { mark: 'second', markedMs: 1210, firstFailureMs: null, gapStartedMs: 1200, firstSuccessAfterMs: 1230, gapMs: 30 },
  ]);
});

test('a mark before any success counts from the beginning', () => {
  expect(new Ledger(1000).mark('early', 1300)).toMatchObject({ gapStartedMs: 1000, gapMs: 300, firstSuccessAfterMs: null });
});
