import { join, resolve } from 'node:path';
import { openCluster, printedProgress } from '../../cluster/src/index.ts';
import { saveEvidence } from '../../src/evidence.ts';
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
import { emptyResult, missingParts, type RabbitmqResult, rabbitmqParts, type WorkName, withWork } from './rabbitmq-result.ts';
import { describeFigure, rabbitmqReport, summarize } from './report.ts';
import { haveSize, measurePart, sizes } from './work-part.ts';

const namespace = 'bench-rabbitmq';
const cluster = { namespace, name: 'cart' };
const summaryPath = join(resultsFolder, 'bench-rabbitmq-summary.json');

/**
 * For how long no message is confirmed, and what else it costs, when a node is lost, when all restart, and when nodes come and go. Needs the
 * cluster of this machine. Every repetition is on the disk when it is over.
 */
export async function benchRabbitmq({ cluster: choice, keep, values }: RunOptions, signal: AbortSignal): Promise<void> {
  const path = typeof values.figures === 'string' ? resolve(values.figures) : join(resultsFolder, 'bench-rabbitmq.json');
  const repetitions = wholeNumber('repetitions', values.repetitions ?? '3', 1);
  const parts = chosenParts(rabbitmqParts, values.only);
  const machine = machineFacts();
  const known = values.resume === true ? readResultFile<RabbitmqResult>(path) : undefined;
  const progress = printedProgress(console.log);
  try {
    await prepareTestBed(choice, progress, signal, ['rabbitmq']);
    const bed = openTestBed(choice);
    try {
      const result = { ...(known ?? emptyResult(machine)), machine };
      await measure(bed, { parts, repetitions, signal, result, save: (now) => writeResultFile(path, now) });
    } finally {
      await bed.close();
    }
  } finally {
    report(path);
    if (!keep) await openCluster({ ...choice, progress }).down();
  }
}

type MeasureOptions = {
  readonly parts: readonly WorkName[];
  readonly repetitions: number;
  readonly signal: AbortSignal;
  readonly result: RabbitmqResult;
  readonly save: (result: RabbitmqResult) => void;
};

async function measure(bed: TestBed, { parts, repetitions, signal, result, save }: MeasureOptions): Promise<void> {
  if (bed.cluster.nodeFaults === undefined) throw new Error('the benchmark kills processes, so it needs the cluster of this machine');
  await createNamespace(bed, namespace);
  await repeatSteps<RabbitmqResult, WorkName>({
    result,
    repetitions,
    missing: (now, rounds) => missingParts(now, parts, rounds),
    describe: (part) => part,
    async repeat(now, part, round) {
      // New for every run, those that go on from an earlier one included.
      const figure = await measurePart(bed, cluster, part, `${part}-${round}-${Date.now().toString(36)}`);
      console.log(`  ${part} ${round}: ${describeFigure(figure)}`);
      return withWork(now, part, figure);
    },
    save,
    recover: async (what) => {
      await saveEvidence(bed, namespace, `bench-${what}`.replaceAll(' ', '-'));
      await haveSize(bed, cluster, sizes.before);
    },
    signal,
  });
  await deleteNamespace(bed, namespace);
}

/** Of what there is, also when the run was cut short. */
function report(path: string): void {
  const result = readResultFile<RabbitmqResult>(path);
  if (result === undefined) return;
  writeResultFile(summaryPath, summarize(result));
  console.log(`\n${rabbitmqReport(result)}\n\n${path}\n${summaryPath}`);
}
