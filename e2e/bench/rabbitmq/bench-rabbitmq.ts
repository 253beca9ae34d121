import type { RunOptions } from '../../src/run-options.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { chosenParts } from '../chosen-parts.ts';
import { type BenchRun, measureSteps, repetitionName, runServiceBench } from '../service-bench.ts';
import { measureCreation } from './creation-part.ts';
import { summarize } from './figures.ts';
import { installClusterOperator } from './install-cluster-operator.ts';
import type { MeasuredCluster } from './measured-cluster.ts';
import { ownCluster } from './own-cluster.ts';
import {
  emptyResult,
  missingSteps,
  type RabbitmqPart,
  type RabbitmqResult,
  rabbitmqParts,
  type Step,
  type Way,
  ways,
  withCreation,
  withWork,
} from './rabbitmq-result.ts';
import { describeCreation, describeFigure, rabbitmqReport } from './report.ts';
import { vendorCluster } from './vendor-cluster.ts';
import { measurePart, sizes } from './work-part.ts';

const namespace = 'bench-rabbitmq';

/** One cluster of each for all work, so that what is measured is not what a new one costs. */
const standing: Readonly<Record<Way, string>> = { dataservices: 'cart', 'cluster-operator': 'parcel' };

/**
 * For how long no message is confirmed, and what else it costs, when a cluster is made, when a node is lost, when all restart, and when nodes come and go: with
 * the operator of this project, and with that of RabbitMQ's vendor. Needs the cluster of this machine. Every repetition is on the disk when it is over.
 */
export async function benchRabbitmq(options: RunOptions, signal: AbortSignal): Promise<void> {
  const parts = chosenParts(rabbitmqParts, options.values.only);
  await runServiceBench(
    { service: 'rabbitmq', namespace, emptyResult, summarize, report: rabbitmqReport, measure: (run) => measure(run, parts) },
    options,
    signal,
  );
}

async function measure(run: BenchRun<RabbitmqResult>, parts: readonly RabbitmqPart[]): Promise<void> {
  const { bed, result, repetitions } = run;
  const isVendorNeeded = missingSteps(result, parts, repetitions).some(({ way }) => way === 'cluster-operator');
  if (isVendorNeeded) await installClusterOperator(bed);
  await measureSteps<RabbitmqResult, Step>(run, {
    missing: (now, rounds) => missingSteps(now, parts, rounds),
    describe: ({ part, way }) => `${part}, ${way}`,
    repeat: (now, step, round) => repeat(bed, now, step, round),
    async recover() {
      for (const way of isVendorNeeded ? ways : (['dataservices'] as const))
        await clusterOf(bed, way, standing[way]).haveSize(sizes.before);
    },
  });
  // Before its namespace, since its pods wait for a quorum of those that are going as well unless the operator has told them not to.
  if (isVendorNeeded) await clusterOf(bed, 'cluster-operator', standing['cluster-operator']).remove();
}

function clusterOf(bed: TestBed, way: Way, name: string): MeasuredCluster {
  return { dataservices: ownCluster, 'cluster-operator': vendorCluster }[way](bed, { namespace, name });
}

async function repeat(bed: TestBed, result: RabbitmqResult, { part, way }: Step, round: number): Promise<RabbitmqResult> {
  if (part === 'creation') {
    const figure = await measureCreation(bed, clusterOf(bed, way, repetitionName('new', round)));
    console.log(`  creation, ${way} ${round}: ${describeCreation(figure)}`);
    return withCreation(result, way, figure);
  }
  const figure = await measurePart(bed, clusterOf(bed, way, standing[way]), part, repetitionName(`${part}-${way}`, round));
  console.log(`  ${part}, ${way} ${round}: ${describeFigure(figure)}`);
  return withWork(result, part, way, figure);
}
