import { afterAll, beforeAll, beforeEach } from 'vitest';
import { openCluster, printedProgress } from '../cluster/src/index.ts';
import { awaitKinds } from './await-kinds.ts';
import { type ClusterChoice, choiceFromEnvironment } from './cluster-choice.ts';
import { saveEvidence } from './evidence.ts';
import { installArguments, installChart } from './install-chart.ts';
import { createNamespace } from './namespace.ts';
import { prepareCluster } from './prepare-cluster.ts';
import { openTestBed, type TestBed } from './test-bed.ts';

export type OwnCluster = {
  /** Of the chosen cluster and this one, which stands beside it for the scenario. */
  readonly choice: ClusterChoice;
  /** Made before the first test, the first for what is tested. */
  readonly namespaces: readonly [string, ...string[]];
  /** `--set` of the chart's values. */
  readonly chart: Readonly<Record<string, string>>;
};

/** What a scenario asks of a cluster that the others could not stand. Its name tells it from those of other runs. */
export function ownChoice(name: string, options: Pick<ClusterChoice, 'networkPolicies'>): ClusterChoice {
  const { name: shared = 'dataservices' } = choiceFromEnvironment(process.env);
  return { name: `${shared}-${name}`, ...options };
}

/**
 * Gives the tests of a file a cluster of their own, with the operators on it, which is taken down after them. They build on one another: what
 * comes after a failed one is skipped.
 *
 * @returns its bed, which there is once the tests begin
 */
export function useOwnCluster(scenario: string, { choice, namespaces, chart }: OwnCluster): () => TestBed {
  const progress = printedProgress(console.log);
  let bed: TestBed | undefined;
  let hasFailed = false;
  const opened = () => {
    if (bed === undefined) throw new Error(`the cluster of the scenario ${scenario} is not up`);
    return bed;
  };

  beforeAll(async () => {
    const { cluster, chartSettings } = await prepareCluster(choice, progress);
    await installChart(cluster, installArguments({ ...chartSettings, ...chart }));
    await awaitKinds(cluster);
    bed = openTestBed(choice);
    for (const namespace of namespaces) await createNamespace(bed, namespace);
  }, 1_800_000);
  beforeEach(({ skip, onTestFailed }) => {
    skip(hasFailed, 'an earlier step of this scenario failed');
    onTestFailed(async () => {
      hasFailed = true;
      console.error(await saveEvidence(opened(), namespaces[0], scenario));
    }, 60_000);
  });
  afterAll(async () => {
    await bed?.close();
    await openCluster({ ...choice, progress }).down();
  });
  return opened;
}
