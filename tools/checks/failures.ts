import { relative } from 'node:path';
import type { Outcome } from './outcome.ts';
import type { TestReport } from './test-reports.ts';

/** Of a message, so that a list of failures can be read at a glance; the whole of it stands where the test ran. */
const lengthShown = 400;

/** Every failure of a report in a line each: the file, the test, and how its message begins. A file that could not be set up is one. */
export function failuresOf(report: TestReport, root = process.cwd()): readonly string[] {
  return report.testResults.flatMap(({ name = '', status, message = '', assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${beginningOf(message)}`] : [];
    return failed.map(({ fullName = '', failureMessages = [] }) => `${file}: ${fullName}: ${beginningOf(failureMessages[0] ?? '')}`);
  });
}

/** Of a whole run. A part without tests of its own, or that ended badly beside them, is a line as well. */
export function failuresOfAll(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.flatMap(({ name, problem, failures = [] }) =>
    failures.length > 0 || problem === undefined ? failures : [`${name}: ${problem}`],
  );
}

/** Without the stack. */
function beginningOf(message: string): string {
  const [text = ''] = message.split(/\n\s+at /, 1);
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > lengthShown ? `${line.slice(0, lengthShown)}…` : line;
}

/** The end of a run's output: nothing where nothing failed. */
export function listFailures(failures: readonly string[]): string {
  return failures.length === 0 ? '' : `Failed:\n${failures.map((failure) => `  ${failure}`).join('\n')}\n`;
}
