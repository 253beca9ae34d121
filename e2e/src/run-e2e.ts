import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openCluster, printedProgress } from '../cluster/src/index.ts';
import { type ClusterChoice, choiceAsEnvironment } from './cluster-choice.ts';
import { crashOutcome, type Outcome, testOutcome } from './e2e-summary.ts';
import { chosenScenarios, chosenServices, tierAsEnvironment } from './e2e-tier.ts';
import { prepareTestBed } from './prepare-cluster.ts';
import { recordPermissions } from './record-permissions.ts';
import { resultsFolder } from './results-folder.ts';
import type { RunOptions } from './run-options.ts';
import { runVitest } from './run-vitest.ts';

/**
 * Runs the scenarios on a cluster that is started for them and taken down after them, come what may.
 *
 * @returns what each part came to; a part that crashed is in it as a failure
 */
export async function runE2e({ cluster, keep, positionals, values }: RunOptions, signal: AbortSignal): Promise<readonly Outcome[]> {
  const services = chosenServices(positionals);
  const only = typeof values.only === 'string' ? values.only : undefined;
  const { filters, isFull } = chosenScenarios(services, only, values.full === true);
  rmSync(join(resultsFolder, 'e2e'), { recursive: true, force: true });
  mkdirSync(resultsFolder, { recursive: true });
  const outcomes: Outcome[] = [];
  // Named services are what somebody works on right now: the cluster's own test is no part of that.
  if (positionals.length === 0 && only === undefined && cluster.kubeconfigPath === undefined)
    outcomes.push(await testCluster(isFull, signal));
  try {
    const env = { ...choiceAsEnvironment(cluster), ...tierAsEnvironment(isFull) };
    const testBed = await prepareTestBed(cluster, printedProgress(console.log), signal, services);
    const result = await runVitest({ config: 'vitest.config.ts', project: 'scenarios', filters, report: 'e2e.json', env, signal });
    outcomes.push(testOutcome('Scenarios', result));
    const problem = await recordPermissions(testBed);
    const isEverything = isFull && positionals.length === 0 && only === undefined;
    if (isEverything && problem !== undefined) outcomes.push(crashOutcome('Permissions', problem));
  } catch (error) {
    outcomes.push(crashOutcome('Scenarios', messageOf(error)));
  } finally {
    outcomes.push(...(keep ? [] : await takeDown(cluster)));
  }
  if (signal.aborted) outcomes.push(crashOutcome('Run', messageOf(signal.reason)));
  return outcomes;
}

async function testCluster(isFull: boolean, signal: AbortSignal): Promise<Outcome> {
  const env = tierAsEnvironment(isFull);
  return testOutcome(
    'Local cluster',
    await runVitest({ config: 'cluster/vitest.config.ts', project: 'cluster-e2e', report: 'e2e-cluster.json', env, signal }),
  );
}

async function takeDown(choice: ClusterChoice): Promise<readonly Outcome[]> {
  try {
    await openCluster({ ...choice, progress: printedProgress(console.log) }).down();
    return [];
  } catch (error) {
    return [crashOutcome('Taking the cluster down', messageOf(error))];
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
