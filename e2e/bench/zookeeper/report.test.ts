import { expect, test } from 'vitest';
import { machineFacts } from '../machine-facts.ts';
import { zookeeperReport } from './report.ts';
import type { WorkFigure } from './work-figure.ts';
import { emptyResult, missingSteps, withWork } from './zookeeper-result.ts';

const figure = (gapMs: number, changes: Partial<WorkFigure> = {}): WorkFigure => ({
  durationMs: 10_000,
  gapMs,
  acknowledged: 100,
  failed: 2,
  lost: 0,
  expiredSessions: 0,
  verdict: 'linearizable',
  elections: 1,
  restarts: 3,
  load: 2,
  ...changes,
});

const empty = emptyResult(machineFacts());

test('one row for each work and way, and a run that could not be verified does not pass for one without losses', () => {
  const runs = [figure(900), figure(1500, { lost: null, failed: 6 }), figure(1200, { lost: 1, verdict: 'violated' })];
  const result = runs.reduce((sum, run) => withWork(sum, 'roll', 'static list', run), empty);
  const lines = zookeeperReport(result).split('\n');
  expect(lines.find((line) => line.startsWith('every member'))).toMatch(
    /^every member restarts +static list +3 +1\.20 s +1\.50 s +2 \(2 to 6\) +1 +3 +10\.0 s +1 of 300, 1 runs unknown +0 +2\.0$/,
  );
  expect(lines.at(-1)).toBe('runs after which what clients saw has no order: 1');
});

test('what an earlier run has measured is not measured again, and nobody leaves who has not joined', () => {
  const once = withWork({ ...empty, creation: [{ writingMs: 1, readyMs: 2 }] }, 'join', 'operator', figure(1));
  expect(missingSteps(once, ['leave', 'join', 'creation'], 1)).toEqual([
    { part: 'join', way: 'static list' },
    { part: 'leave', way: 'operator' },
    { part: 'leave', way: 'static list' },
  ]);
  expect(missingSteps(once, ['join'], 2)).toHaveLength(2);
});
