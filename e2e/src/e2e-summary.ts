import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failuresOfAll, listFailures } from '../../tools/checks/failures.ts';
import { type Outcome, outcomeOf } from '../../tools/checks/outcome.ts';
import { summaryTable } from '../../tools/checks/summary.ts';
import { sumCounts } from '../../tools/checks/test-reports.ts';
import { readFigures } from './figures.ts';
import { formatTable } from './format-table.ts';
import { resultsFolder } from './results-folder.ts';
import type { VitestResult } from './run-vitest.ts';

export type { Outcome };

/** What a run of tests counts for: one that ended badly without a failed test is a failure of its own. */
export function testOutcome(name: string, { exitCode, elapsedMs, reports }: VitestResult): Outcome {
  return outcomeOf({ name, command: ['vitest'], reports: name }, { exitCode, elapsedMs, output: '' }, reports);
}

export function crashOutcome(name: string, problem: string): Outcome {
  return { name, passed: 0, failed: 1, skipped: 0, elapsedMs: 0, problem };
}

/** Prints figures, failures and counts, the latter as the last line too, and writes .results/e2e-summary.json. @returns the number of failures */
export function reportRun(outcomes: readonly Outcome[]): number {
  const { passed, failed, skipped } = sumCounts(outcomes);
  const failures = failuresOfAll(outcomes);
  const figures = readFigures();
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(
    join(resultsFolder, 'e2e-summary.json'),
    `${JSON.stringify({ passed, failed, skipped, failures, figures }, undefined, 2)}\n`,
  );
  const rows = figures.map(({ scenario, name, value, limit }) => [scenario, name, value, limit ?? '']);
  if (rows.length > 0) console.log(`\n${formatTable(['scenario', 'figure', 'measured', 'limit'], rows)}`);
  console.log(`\n${summaryTable(outcomes)}\n`);
  console.log(listFailures(failures));
  console.log(`${passed} passed, ${failed} failed`);
  return failed;
}
