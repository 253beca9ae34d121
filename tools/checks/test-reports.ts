import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Vitest's JSON report, as far as it is read here. */
export type TestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly FileReport[];
};

type FileReport = {
  /** Its path. */
  readonly name?: string;
  readonly status: string;
  /** Why it could not be loaded or set up. */
  readonly message?: string;
  readonly assertionResults: readonly {
    readonly status: string;
    readonly fullName?: string;
    readonly failureMessages?: readonly string[];
  }[];
};

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** The counts of one report. A file that failed to load or to set up has no failed test, and is counted as one itself. */
export function countsOf(report: TestReport): Counts {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length, skipped: report.numPendingTests };
}

export function sumCounts(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (sum, { passed, failed, skipped }) => ({ passed: sum.passed + passed, failed: sum.failed + failed, skipped: sum.skipped + skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** Every report at a path: the file, or all files below the folder. None where nothing is. */
export function readReports(path: string): readonly TestReport[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isDirectory()) return readdirSync(path).flatMap((name) => readReports(join(path, name)));
  return path.endsWith('.json') ? [JSON.parse(readFileSync(path, 'utf8')) as TestReport] : [];
}
