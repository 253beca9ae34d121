import { join, resolve } from 'node:path';
import { openCluster, printedProgress } from '../../cluster/src/index.ts';
import { saveEvidence } from '../../src/evidence.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { createNamespace, deleteNamespace } from '../../src/namespace.ts';
import { prepareTestBed } from '../../src/prepare-cluster.ts';
import { resultsFolder } from '../../src/results-folder.ts';
import type { RunOptions } from '../../src/run-options.ts';
import { openTestBed, type TestBed } from '../../src/test-bed.ts';
import { chosenParts } from '../chosen-parts.ts';
import { machineFacts } from '../machine-facts.ts';
import { repeatSteps } from '../repeat-steps.ts';
import { readResultFile, writeResultFile } from '../result-file.ts';
import { wholeNumber } from '../whole-number.ts';
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
const summaryPath = join(resultsFolder, 'bench-zookeeper-summary.json');
const ensembles: Ensembles = { operator: { namespace, name: 'cart' }, 'static list': { namespace, name: 'listed' } };

/**
 * For how long writes stand still, and what else it costs, when the leader is lost, when all restart, and when members come and go: with
 * the operator, and with a static list of servers. Needs the cluster of this machine. Every repetition is on the disk when it is over.
 */
export async function benchZookeeper({ cluster: choice, keep, values }: RunOptions, signal: AbortSignal): Promise<void> {
  const path = typeof values.figures === 'string' ? resolve(values.figures) : join(resultsFolder, 'bench-zookeeper.json');
  const repetitions = wholeNumber('repetitions', values.repetitions ?? '3', 1);
  const parts = chosenParts(zookeeperParts, values.only);
  const machine = machineFacts();
  const known = values.resume === true ? readResultFile<ZookeeperResult>(path) : undefined;
  const progress = printedProgress(console.log);
  try {
    await prepareTestBed(choice, progress, signal, ['zookeeper']);
    const bed = openTestBed(choice);
    try {
      await measure(bed, {
        parts,
        repetitions,
        signal,
        result: { ...(known ?? emptyResult(machine)), machine },
        save: (result) => writeResultFile(path, result),
      });
    } finally {
      await bed.close();
    }
  } finally {
    report(path);
    if (!keep) await openCluster({ ...choice, progress }).down();
  }
}

type MeasureOptions = {
  readonly parts: readonly ZookeeperPart[];
  readonly repetitions: number;
  readonly signal: AbortSignal;
  readonly result: ZookeeperResult;
  readonly save: (result: ZookeeperResult) => void;
};

async function measure(bed: TestBed, { parts, repetitions, signal, result, save }: MeasureOptions): Promise<void> {
  if (bed.cluster.nodeFaults === undefined) throw new Error('the benchmark kills processes, so it needs the cluster of this machine');
  await createNamespace(bed, namespace);
  await repeatSteps<ZookeeperResult, Step>({
    result,
    repetitions,
    missing: (now, rounds) => missingSteps(now, parts, rounds),
    describe: ({ part, way }) => (way === undefined ? part : `${part}, ${way}`),
    repeat: (now, step, round) => repeat(bed, now, step, round),
    save,
    recover: async (what) => {
      await saveEvidence(bed, namespace, `bench-${what}`.replaceAll(/[ ,]+/g, '-'));
      for (const way of ways) await haveSize(bed, ensembles[way], way, sizes.before);
    },
    signal,
  });
  await deleteNamespace(bed, namespace);
}

async function repeat(bed: TestBed, result: ZookeeperResult, step: Step, round: number): Promise<ZookeeperResult> {
  // New for every run, those that go on from an earlier one included.
  const suffix = `${round}-${Date.now().toString(36)}`;
  if (step.way === undefined) {
    const figure = await measureCreation(bed, { namespace, name: `new-${suffix}` });
    console.log(
      `  creation ${round}: clients write after ${formatSeconds(figure.writingMs)}, whole after ${formatSeconds(figure.readyMs)}`,
    );
    return { ...result, creation: [...result.creation, figure] };
  }
  const { part: work, way } = step;
  const figure = await measurePart(bed, { ensembles, work, way, name: `${work}-${way.replace(' ', '-')}-${suffix}` });
  console.log(`  ${work}, ${way} ${round}: ${describeFigure(figure)}`);
  return withWork(result, work, way, figure);
}

/** Of what there is, also when the run was cut short. */
function report(path: string): void {
  const result = readResultFile<ZookeeperResult>(path);
  if (result === undefined) return;
  writeResultFile(summaryPath, summarize(result));
  console.log(`\n${zookeeperReport(result)}\n\n${path}\n${summaryPath}`);
}
