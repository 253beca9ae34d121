import { expect, test } from 'vitest';
import { machineFacts } from '../machine-facts.ts';
import { emptyResult, missingSteps, withCreation, withWork } from './rabbitmq-result.ts';
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

test('one row for each work and way, and a run that could not be verified does not pass for one without losses', () => {
  const runs = [figure(900), figure(1500, { lost: null, failed: 6 }), figure(1200, { lost: 1, newConnections: 0.1 })];
  const killed = withWork(empty, 'kill', 'cluster-operator', figure(800));
  const lines = rabbitmqReport(runs.reduce((sum, run) => withWork(sum, 'join', 'dataservices', run), killed)).split('\n');
  expect(lines.find((line) => line.startsWith('3 nodes become 5'))).toMatch(
    /^3 nodes become 5 +dataservices +3 +1\.20 s +1\.50 s +2 \(2 to 6\) +1 of 300, 1 runs unknown +1 +0 +10\.0 s +40 % +20 % \(10 % to 20 %\) +2\.0$/,
  );
  expect(lines.find((line) => line.startsWith('the node with'))).toMatch(/cluster-operator .* - +- +2\.0$/);
});

test('only what was measured with both is compared', () => {
  const created = (readyMs: number) => ({ confirmingMs: 10_000, readyMs, load: 1 });
  const both = withCreation(withCreation(empty, 'dataservices', created(20_000)), 'cluster-operator', created(80_000));
  const report = rabbitmqReport(withWork(both, 'kill', 'dataservices', figure(800)));
  expect(report).toMatch(/^dataservices +1 +10\.0 s +10\.0 s +20\.0 s +20\.0 s +1\.0$/m);
  expect(report).toMatch(/^creation, confirms +1\.00$/m);
  expect(report).toMatch(/^creation, ready +0\.25$/m);
  expect(report).not.toContain('kill,');
});

test('what an earlier run has measured is not measured again, and nobody leaves who has not joined', () => {
  const once = withWork(empty, 'roll', 'dataservices', figure(1));
  expect(missingSteps(once, ['leave', 'join', 'roll'], 1)).toEqual([
    { part: 'roll', way: 'cluster-operator' },
    { part: 'join', way: 'dataservices' },
    { part: 'leave', way: 'dataservices' },
  ]);
  expect(missingSteps(withCreation(once, 'dataservices', { confirmingMs: 1, readyMs: 2, load: 0 }), ['creation'], 1)).toEqual([
    { part: 'creation', way: 'cluster-operator' },
  ]);
});
