import { expect, test } from 'vitest';
import { machineFacts } from '../machine-facts.ts';
import { emptyResult, missingParts, withWork } from './kafka-result.ts';
import { describeFigure, kafkaReport } from './report.ts';
import type { WorkFigure } from './work-figure.ts';

const figure = (gapMs: number, changes: Partial<WorkFigure> = {}): WorkFigure => ({
  durationMs: 40_000,
  gapMs,
  acknowledged: 100,
  failed: 0,
  lost: 0,
  restarts: 0,
  moved: null,
  p99Ms: 12,
  belowMinIsrMs: 0,
  load: 2,
  ...changes,
});
const moved = { bytes: 180_000_000, ms: 10_000 };

const empty = emptyResult(machineFacts());

test('one row for each work, and a run that could not be verified does not pass for one without losses', () => {
  const runs = [figure(900, { moved }), figure(1500, { lost: null, failed: 6, moved }), figure(1200, { lost: 1, moved })];
  const killed = withWork(empty, 'kill', figure(800, { restarts: 1 }));
  const lines = kafkaReport(runs.reduce((sum, run) => withWork(sum, 'leave', run), killed)).split('\n');
  expect(lines.find((line) => line.startsWith('4 brokers become 3'))).toMatch(
    /^4 brokers become 3 +3 +1\.20 s +1\.50 s +0\.01 s +0\.0 s +0 \(0 to 6\) +1 of 300, 1 runs unknown +0 +40\.0 s +18\.0 +2\.0$/,
  );
  expect(lines.find((line) => line.startsWith('the broker with'))).toMatch(/ 0 of 100 +1 +40\.0 s +- +2\.0$/);
});

test('a creation is told before all work, and nothing of it where there was none', () => {
  const created = { ...empty, creation: [{ firstWriteMs: 20_000, readyMs: 30_000 }] };
  expect(kafkaReport(created)).toBe(
    'apply to first acknowledged record 20.00 s (20.00 s to 20.00 s, 1 runs); to whole and settled 30.00 s (30.00 s to 30.00 s, 1 runs)',
  );
  expect(kafkaReport(empty)).toBe('');
  const many = { ...empty, partitions: [{ memoryBeforeMb: 130, memoryMb: 150, passBeforeMs: 40, passMs: 90 }] };
  expect(kafkaReport(many)).toContain('with 1000 partitions more: operators 150 MB, 130 MB without; a pass 90 ms, 40 ms without');
});

test('what is too quick to be seen has no rate', () => {
  expect(describeFigure(figure(900, { moved }))).toContain('moved 180 MB, 18.0 MB/s, in 40.0 s');
  expect(describeFigure(figure(900, { moved: { ...moved, ms: 0 } }))).toContain('moved 180 MB, in 40.0 s');
});

test('what an earlier run has measured is not measured again, and nobody leaves who has not joined', () => {
  const once = withWork(empty, 'join', figure(1));
  expect(missingParts(once, ['leave', 'creation', 'join', 'kill'], 1)).toEqual(['creation', 'kill', 'leave']);
  expect(missingParts(once, ['join'], 2)).toEqual(['join']);
});
