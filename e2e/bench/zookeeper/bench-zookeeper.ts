import { formatSeconds } from '../../src/format-table.ts';
import type { RunOptions } from '../../src/run-options.ts';
import { chosenParts } from '../chosen-parts.ts';
import { type BenchRun, measureSteps, repetitionName, runServiceBench } from '../service-bench.ts';
import { measureCreation } from './creation-part.ts';
import { describeFigure, summarize, zookeeperReport } from './report.ts';
import { type Ensembles, haveSize, measurePart, sizes } from './work-part.ts';
import {
  emptyResult,
  missingSteps,
  type Step,
  ways,
  withWork,
  type ZookeeperPart,
  type ZookeeperResult,
  zookeeperParts,
} from './zookeeper-result.ts';

const namespace = 'bench-zookeeper';
const ensembles: Ensembles = { operator: { namespace, name: 'cart' }, 'static list': { namespace, name: 'listed' } };

/**
 * For how long writes stand still, and what else it costs, when the leader is lost, when all restart, and when members come and go: with
 * the operator, and with a static list of servers. Needs the cluster of this machine. Every repetition is on the disk when it is over.
 */
export async function benchZookeeper(options: RunOptions, signal: AbortSignal): Promise<void> {
  const parts = chosenParts(zookeeperParts, options.values.only);
  await runServiceBench(
    { service: 'zookeeper', namespace, emptyResult, summarize, report: zookeeperReport, measure: (run) => measure(run, parts) },
    options,
    signal,
  );
}

async function measure(run: BenchRun<ZookeeperResult>, parts: readonly ZookeeperPart[]): Promise<void> {
  await measureSteps<ZookeeperResult, Step>(run, {
    missing: (now, rounds) => missingSteps(now, parts, rounds),
    describe: ({ part, way }) => (way === undefined ? part : `${part}, ${way}`),
    repeat: (now, step, round) => repeat(run, now, step, round),
    async recover() {
      for (const way of ways) await haveSize(run.bed, ensembles[way], way, sizes.before);
    },
  });
}

async function repeat({ bed }: BenchRun<ZookeeperResult>, result: ZookeeperResult, step: Step, round: number): Promise<ZookeeperResult> {
  if (step.way === undefined) {
    const figure = await measureCreation(bed, { namespace, name: repetitionName('new', round) });
    console.log(
      `  creation ${round}: clients write after ${formatSeconds(figure.writingMs)}, whole after ${formatSeconds(figure.readyMs)}`,
    );
    return { ...result, creation: [...result.creation, figure] };
  }
  const { part: work, way } = step;
  const figure = await measurePart(bed, { ensembles, work, way, name: repetitionName(`${work}-${way.replace(' ', '-')}`, round) });
  console.log(`  ${work}, ${way} ${round}: ${describeFigure(figure)}`);
  return withWork(result, work, way, figure);
}
