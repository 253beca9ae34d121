import { failuresOf } from './failures.ts';
import type { CommandResult } from './run-command.ts';
import type { Step } from './step.ts';
import { type Counts, countsOf, sumCounts, type TestReport } from './test-reports.ts';

export type Outcome = Counts & {
  readonly name: string;
  readonly elapsedMs: number;
  readonly problem?: string;
  /** A line for each failed test. */
  readonly failures?: readonly string[];
};

/**
 * What a step's result counts for. Nothing passes in silence: a command that failed although no test did, and a test
 * step that ran no test at all, are failures of their own.
 */
export function outcomeOf(step: Step, result: CommandResult, reports: readonly TestReport[]): Outcome {
  const { name } = step;
  const { elapsedMs, exitCode } = result;
  const hasFailed = exitCode !== 0;
  if (step.reports === undefined) {
    return {
      name,
      elapsedMs,
      passed: hasFailed ? 0 : 1,
      failed: hasFailed ? 1 : 0,
      skipped: 0,
      ...(hasFailed ? { problem: `exit code ${exitCode}` } : {}),
    };
  }
  const counts = sumCounts(reports.map(countsOf));
  if (counts.failed > 0) {
    const failures = reports.flatMap((report) => failuresOf(report));
    return { name, elapsedMs, ...counts, problem: `${counts.failed} failed`, failures };
  }
  if (hasFailed) return { name, elapsedMs, ...counts, failed: 1, problem: `exit code ${exitCode} although no test failed` };
  if (counts.passed === 0) return { name, elapsedMs, ...counts, failed: 1, problem: 'no test was executed' };
  return { name, elapsedMs, ...counts };
}
