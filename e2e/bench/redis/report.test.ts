import { expect, test } from 'vitest';
import type { ClientOutcome } from '../../src/fault-run.ts';
import { machineFacts } from '../machine-facts.ts';
import type { FaultFigure } from './fault-part.ts';
import { emptyResult, withFault } from './redis-result.ts';
import { figuresOf, redisReport } from './report.ts';

const client = (gapMs: number, lost: number | null): ClientOutcome => ({
  gapMs,
  lost,
  healGapMs: undefined,
  acknowledged: 100,
  errors: {},
  verifyError: undefined,
});
const figure = (gapMs: number, lost: number | null): FaultFigure => ({
  plain: client(gapMs, lost),
  wait: client(gapMs + 100, 0),
  pinned: client(99_000, 7),
  serviceMs: 300,
});
const figures = [figure(900, 2), figure(1500, 0), figure(1200, null)];

test('losses are summed, and a run that could not be verified does not pass for one without losses', () => {
  expect(figuresOf(figures)).toEqual({
    plain: { gapMs: { min: 900, median: 1200, p99: 1500, max: 1500, n: 3 }, acknowledged: 300, lost: 2, unverified: 1 },
    wait: { gapMs: { min: 1000, median: 1300, p99: 1600, max: 1600, n: 3 }, acknowledged: 300, lost: 0, unverified: 0 },
    pinned: { gapMs: { min: 99_000, median: 99_000, p99: 99_000, max: 99_000, n: 3 }, acknowledged: 300, lost: 21, unverified: 0 },
  });
});

test('the report has one row for each fault, way and client, and no gap of a client that stays where it is', () => {
  const result = figures.reduce((sum, repetition) => withFault(sum, 'pod-loss', 'operator', repetition), emptyResult(machineFacts()));
  const lines = redisReport(result).split('\n');
  const title = 'the master pod is deleted without a grace period';
  expect(lines[2]).toMatch(new RegExp(`^${title} +operator +plain +3 +1\\.20 s +1\\.50 s +1\\.50 s +2 of 300, 1 runs unknown$`));
  expect(lines[4]).toMatch(new RegExp(`^${title} +operator +pinned +3 +- +- +- +21 of 300$`));
  expect(lines).toContain(`promotion to the Service's endpoint, ${title}: 0.30 s (0.30 s to 0.30 s, 3 runs)`);
});
