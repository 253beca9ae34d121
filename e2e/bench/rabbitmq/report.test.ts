import { expect, test } from 'vitest';
import { machineFacts } from '../machine-facts.ts';
import { emptyResult, missingParts, withWork } from './rabbitmq-result.ts';
import { rabbitmqReport } from './report.ts';
import type { WorkFigure } from './work-figure.ts';

const figure = (gapMs: number, changes: Partial<WorkFigure> = {}): WorkFigure => ({
  durationMs: 10_000,
  gapMs,
  acknowledged: 100,
  failed: 2,
  lost: 0,
  repeated: 1,
  restarts: 0,
  newLeaders: 0.4,
  newConnections: 0.2,
  load: 2,
  ...changes,
});

const empty = emptyResult(machineFacts());

test('one row for each work, and a run that could not be verified does not pass for one without losses', () => {
  const runs = [figure(900), figure(1500, { lost: null, failed: 6 }), figure(1200, { lost: 1, newConnections: 0.1 })];
  const lines = rabbitmqReport(runs.reduce((sum, run) => withWork(sum, 'join', run), withWork(empty, 'kill', figure(800)))).split('\n');
  expect(lines.find((line) => line.startsWith('3 nodes become 5'))).toMatch(
    /^3 nodes become 5 +3 +1\.20 s +1\.50 s +2 \(2 to 6\) +1 of 300, 1 runs unknown +1 +0 +10\.0 s +40 % +20 % \(10 % to 20 %\) +2\.0$/,
  );
  expect(lines.find((line) => line.startsWith('the node with'))).toMatch(/ - +- +2\.0$/);
});

test('what an earlier run has measured is not measured again, and nobody leaves who has not joined', () => {
  const once = withWork(empty, 'join', figure(1));
  expect(missingParts(once, ['leave', 'join', 'kill'], 1)).toEqual(['kill', 'leave']);
  expect(missingParts(once, ['join'], 2)).toEqual(['join']);
});
