import { expect, test } from 'vitest';
import { PartitionedLedger } from './partitioned-ledger.ts';

const success = (seq: number, endedMs: number) => ({ seq, startedMs: endedMs - 5, endedMs, ok: true });

test('the gap of one partition is not hidden by the successes of the others', () => {
  const ledger = new PartitionedLedger(0, 2);
  ledger.mark('kill', 0);
  for (let at = 100; at <= 1000; at += 100) ledger.record(success(2, at));
  ledger.record(success(1, 900));
  const state = ledger.state(1000);
  expect(state).toMatchObject({ longestGapMs: 900, gapStartedMs: 0, lastSuccessMs: 900 });
  expect(state.marks).toMatchObject([{ mark: 'kill', gapMs: 900, firstSuccessAfterMs: 900 }]);
});

test('a partition that never gets through has a gap as long as the run', () => {
  const ledger = new PartitionedLedger(0, 2);
  ledger.record(success(2, 100));
  expect(ledger.state(5000).longestGapMs).toBe(5000);
});

test('a mark ends what came before it', () => {
  const ledger = new PartitionedLedger(0, 1);
  ledger.record(success(1, 3000));
  ledger.mark('first', 3000);
  ledger.record(success(2, 3100));
  ledger.mark('second', 3100);
  ledger.record(success(3, 3500));
  expect(ledger.state(3500).marks.map(({ mark, gapMs }) => [mark, gapMs])).toEqual([
    ['first', 100],
    ['second', 400],
  ]);
});
