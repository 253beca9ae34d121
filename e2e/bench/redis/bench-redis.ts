import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCluster, printedProgress } from '../../cluster/src/index.ts';
import { saveEvidence } from '../../src/evidence.ts';
import { describeOutcome } from '../../src/fault-run.ts';
import { createNamespace, deleteNamespace } from '../../src/namespace.ts';
import { countWritesAtRest } from '../../src/operator-writes.ts';
import { prepareTestBed } from '../../src/prepare-cluster.ts';
import { resultsFolder } from '../../src/results-folder.ts';
import type { RunOptions } from '../../src/run-options.ts';
import { openTestBed, type TestBed } from '../../src/test-bed.ts';
import { type FaultSeries, faultNames, measureSeries } from './faults.ts';
import { measureFirstWrite } from './first-write.ts';
import { type BenchResult, benchTable, figuresOf } from './report.ts';

const namespace = 'bench-redis';
const cluster = { namespace, name: 'cart' };
const remarkableGapMs = 10_000;

async function measure(bed: TestBed, repetitions: number, restSeconds: number, signal: AbortSignal): Promise<BenchResult> {
  if (bed.cluster.nodeFaults === undefined)
    throw new Error('the benchmark breaks nodes and processes, so it needs the cluster of this machine');
  await createNamespace(bed, namespace);
  const creation = await measureFirstWrite(bed, cluster);
  console.log(`  first write after ${creation.firstWriteMs} ms`);
  const writesAtRest = restSeconds === 0 ? undefined : await countWritesAtRest(bed, restSeconds * 1000);
  const series: FaultSeries[] = [];
  for (const withOperator of [true, false]) {
    for (const fault of faultNames) {
      const input = { cluster, fault, withOperator, repetitions };
      series.push(
        await measureSeries(bed, input, async (outcome, index) => {
          signal.throwIfAborted();
          const way = withOperator ? 'with the operator' : 'Sentinel alone';
          console.log(`  ${fault} ${index + 1}, ${way}: ${describeOutcome(outcome)}`);
          // A figure that is out of line is worth nothing without its reason.
          if (outcome.plain.gapMs > remarkableGapMs)
            await saveEvidence(bed, namespace, `bench-${fault}-${way}-${index}`.replaceAll(' ', '-'));
        }),
      );
    }
  }
  await deleteNamespace(bed, namespace);
  return { repetitions, creation, writesAtRest, series };
}

function writeReport(result: BenchResult): void {
  const path = join(resultsFolder, 'bench-redis.json');
  mkdirSync(resultsFolder, { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...result, figures: result.series.map(figuresOf) }, undefined, 2)}\n`);
  console.log(`\n${benchTable(result)}\n\n${path}`);
}

/** How long writes stand still for each fault, with the operator and with Sentinel alone, in one run. Needs the cluster of this machine. */
export async function benchRedis({ cluster: choice, keep, values }: RunOptions, signal: AbortSignal): Promise<void> {
  const repetitions = wholeNumber('repetitions', values.repetitions ?? '3', 1);
  const restSeconds = wholeNumber('rest', values.rest ?? '120', 0);
  const progress = printedProgress(console.log);
  try {
    await prepareTestBed(choice, progress, signal, ['redis']);
    const bed = openTestBed(choice);
    writeReport(await measure(bed, repetitions, restSeconds, signal));
    await bed.close();
  } finally {
    if (!keep) await openCluster({ ...choice, progress }).down();
  }
}

function wholeNumber(name: string, value: string | boolean, min: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= 1000) return number;
  throw new Error(`--${name} must be a whole number from ${min} to 1000, not ${value}`);
}
