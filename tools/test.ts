/**
 * `npm test`: every check of the repository, each to its end even if an earlier one failed. The last line is the count.
 * With `--full`, what tries by chance or after every write does so as often as it can, for which a step has three hours.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { tierAsEnvironment } from '../e2e/src/e2e-tier.ts';
import { failedTasksOnly } from './checks/failed-tasks.ts';
import { failuresOfAll, listFailures } from './checks/failures.ts';
import { type Outcome, outcomeOf } from './checks/outcome.ts';
import { runCommand } from './checks/run-command.ts';
import { resultsFolder, type Step, steps } from './checks/step.ts';
import { seconds, summaryTable } from './checks/summary.ts';
import { readReports, sumCounts } from './checks/test-reports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { full: isFull } = parseArgs({ options: { full: { type: 'boolean', default: false } } }).values;
const timeoutMs = (isFull ? 180 : 20) * 60_000;
if (isFull) Object.assign(process.env, tierAsEnvironment(true));

// nx restores the reports of the projects whose results it has in its cache.
rmSync(join(root, resultsFolder), { recursive: true, force: true });
mkdirSync(join(root, resultsFolder));

// What mostly waits goes on beside the rest, and is looked at in its turn.
const begun = new Map(steps.filter(({ isBeside }) => isBeside).map((step) => [step, runCommand(root, step.command, timeoutMs)]));
const outcomes: Outcome[] = [];
for (const step of steps) outcomes.push(await runStep(step));

const { passed, failed } = sumCounts(outcomes);
const failures = failuresOfAll(outcomes);
writeFileSync(join(root, resultsFolder, 'summary.json'), `${JSON.stringify({ passed, failed, failures })}\n`);
console.log(`\n${summaryTable(outcomes)}\n`);
console.log(listFailures(failures));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function runStep(step: Step): Promise<Outcome> {
  process.stdout.write(`${step.name} … `);
  const result = await (begun.get(step) ?? runCommand(root, step.command, timeoutMs));
  const outcome = outcomeOf(step, result, step.reports === undefined ? [] : readReports(join(root, step.reports)));
  const tests = step.reports === undefined ? '' : `, ${outcome.passed} tests passed`;
  console.log(`${outcome.problem ?? 'ok'}${tests}, ${seconds(result.elapsedMs)}`);
  if (outcome.problem !== undefined) console.log(`\n$ ${step.command.join(' ')}\n${failedTasksOnly(result.output).trim()}\n`);
  return outcome;
}
