import { describe, expect, test } from 'vitest';
import { failuresOf, failuresOfAll, listFailures } from './failures.ts';
import { outcomeOf } from './outcome.ts';
import { summaryTable } from './summary.ts';
import type { TestReport } from './test-reports.ts';

const check = { name: 'Types', command: ['tsc'] } as const;
const tests = { name: 'Unit', command: ['nx'], reports: '.results/unit' } as const;
const result = (exitCode: number) => ({ exitCode, output: '', elapsedMs: 1500 });

function report(passed: number, failed: number, brokenFiles = 0): TestReport {
  const broken = Array.from({ length: brokenFiles }, () => ({ status: 'failed', assertionResults: [{ status: 'skipped' }] }));
  const status = failed > 0 ? 'failed' : 'passed';
  const testResults = [{ status, assertionResults: [{ status }] }, ...broken];
  return { numPassedTests: passed, numFailedTests: failed, numPendingTests: brokenFiles, testResults };
}

test.for([
  ['a check that passed', check, 0, [], { passed: 1, failed: 0 }],
  ['a check that failed', check, 2, [], { passed: 0, failed: 1, problem: 'exit code 2' }],
  ['tests that passed', tests, 0, [report(3, 0), report(4, 0)], { passed: 7, failed: 0 }],
  ['tests that failed', tests, 1, [report(3, 2), report(4, 0)], { passed: 7, failed: 2, problem: '2 failed' }],
  ['a test file that could not be set up', tests, 1, [report(3, 0, 1)], { passed: 3, failed: 1, skipped: 1, problem: '1 failed' }],
  ['a failed test behind a good exit code', tests, 0, [report(3, 1)], { passed: 3, failed: 1 }],
  ['a command that failed although its tests passed', tests, 1, [report(3, 0)], { passed: 3, failed: 1 }],
  ['a test step without reports', tests, 0, [], { passed: 0, failed: 1, problem: 'no test was executed' }],
  ['a test step with an empty report', tests, 0, [report(0, 0)], { passed: 0, failed: 1, problem: 'no test was executed' }],
] as const)('%s', ([, step, exitCode, reports, expected]) => {
  expect(outcomeOf(step, result(exitCode), reports)).toMatchObject(expected);
});

test('only a step without a problem is shown as ok', () => {
  const lines = summaryTable([outcomeOf(check, result(0), []), outcomeOf(tests, result(0), [])]).split('\n');
  expect(lines[1]).toMatch(/^Types +1 +0 +0 +1\.5 s +ok$/);
  expect(lines[2]).toMatch(/^Unit +0 +1 +0 +1\.5 s +no test was executed$/);
});

describe('what failed', () => {
  const name = '/repository/libs/plan/src/steps.test.ts';
  const broken: TestReport = {
    numPassedTests: 1,
    numFailedTests: 1,
    numPendingTests: 0,
    testResults: [
      {
        name,
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'steps are taken', failureMessages: [] },
          {
            status: 'failed',
            fullName: 'steps are named',
            failureMessages: ['AssertionError: expected 2\n  to be 3\n    at steps.test.ts:7:3'],
          },
        ],
      },
      { name, status: 'failed', message: 'no Redis here', assertionResults: [{ status: 'skipped' }] },
      { name, status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  };

  test('is listed by file, test and reason, a file that could not be set up too', () => {
    expect(failuresOf(broken, '/repository')).toEqual([
      'libs/plan/src/steps.test.ts: steps are named: AssertionError: expected 2 to be 3',
      'libs/plan/src/steps.test.ts: no Redis here',
    ]);
  });

  test('is said at the end, where a reader of the last lines finds it', () => {
    const failures = failuresOfAll([
      outcomeOf(check, result(0), []),
      outcomeOf(check, result(2), []),
      outcomeOf(tests, result(1), [broken]),
    ]);
    expect(listFailures(failures).split('\n')).toEqual([
      'Failed:',
      '  Types: exit code 2',
      expect.stringContaining('steps are named'),
      expect.stringContaining('no Redis here'),
      '',
    ]);
    expect(listFailures([])).toBe('');
  });
});
