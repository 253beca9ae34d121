import { expect, test } from 'vitest';
import type { ClientOutcome } from '../../src/fault-run.ts';
import type { BenchOutcome } from './faults.ts';
import { benchTable, figuresOf } from './report.ts';

const client = (gapMs: number, lost: number | null): ClientOutcome => ({
  gapMs,
  lost,
  healGapMs: undefined,
  acknowledged: 100,
  errors: {},
  verifyError: undefined,
});
const outcome = (gapMs: number, lost: number | null): BenchOutcome => ({
  plain: client(gapMs, lost),
  wait: client(gapMs + 100, 0),
  masterBefore: 'cart-redis-0',
});

const series = { fault: 'pod deletion', withOperator: true, outcomes: [outcome(900, 2), outcome(1500, 0), outcome(1200, null)] } as const;

test('losses are summed, and a run that could not be verified does not pass for one without losses', () => {
  expect(figuresOf(series)).toMatchObject({
    gapMs: { min: 900, median: 1200, max: 1500, n: 3 },
    waitGapMs: { median: 1300 },
    plainLost: 2,
    plainAcknowledged: 300,
    waitLost: 0,
    unverified: 1,
  });
});

test('the table has one row for each fault and way, and says what was written at rest', () => {
  const writesAtRest = { durationMs: 120_000, writes: 0, leaseRenewals: 58, byMethod: {} };
  const lines = benchTable({ repetitions: 3, creation: { firstWriteMs: 8100, readyMs: 9900 }, writesAtRest, series: [series] }).split('\n');
  expect(lines[0]).toBe('apply to first acknowledged write: 8.10 s; to Ready and Settled: 9.90 s');
  expect(lines[1]).toContain('API writes at rest in 120 s: 0, besides 58');
  expect(lines[4]).toMatch(/^pod deletion +operator +0\.90 s +1\.20 s +1\.50 s +1\.30 s +2 of 300 +0 of 300$/);
});
