import { join, resolve } from 'node:path';
import { openCluster, printedProgress } from '../../cluster/src/index.ts';
import { createNamespace, deleteNamespace } from '../../src/namespace.ts';
import { prepareTestBed } from '../../src/prepare-cluster.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { resultsFolder } from '../../src/results-folder.ts';
import type { RunOptions } from '../../src/run-options.ts';
import { openTestBed, type TestBed } from '../../src/test-bed.ts';
import { machineFacts } from '../machine-facts.ts';
import { readResultFile, writeResultFile } from '../result-file.ts';
import { wholeNumber } from '../whole-number.ts';
import { type MeasureOptions, measureParts } from './measure-parts.ts';
import { chosenRedisParts } from './redis-parts.ts';
import { emptyResult, type RedisResult } from './redis-result.ts';
import { redisReport, summarize } from './report.ts';

const namespace = 'bench-redis';
const summaryPath = join(resultsFolder, 'bench-redis-summary.json');

/**
 * How long writes stand still for each fault, with the operator and with Sentinel alone, in one run. Needs the cluster of this machine.
 * Every repetition is on the disk when it is over, and `--resume` goes on from there.
 */
export async function benchRedis({ cluster: choice, keep, values }: RunOptions, signal: AbortSignal): Promise<void> {
  const repetitions = wholeNumber('repetitions', values.repetitions ?? '3', 1);
  const alone = wholeNumber('alone', values.alone ?? String(repetitions), 0);
  const path = typeof values.figures === 'string' ? resolve(values.figures) : join(resultsFolder, 'bench-redis.json');
  const restSeconds = wholeNumber('rest', values.rest ?? '120', 0);
  const parts = chosenRedisParts(values.only);
  const machine = machineFacts();
  const known = values.resume === true ? readResultFile<RedisResult>(path) : undefined;
  const progress = printedProgress(console.log);
  try {
    await prepareTestBed(choice, progress, signal, ['redis']);
    const bed = openTestBed(choice);
    try {
      await measure(bed, {
        parts,
        repetitions: { operator: repetitions, alone },
        restSeconds,
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

async function measure(bed: TestBed, options: Omit<MeasureOptions, 'cluster'>): Promise<void> {
  if (bed.cluster.nodeFaults === undefined)
    throw new Error('the benchmark breaks nodes and processes, so it needs the cluster of this machine');
  await createNamespace(bed, namespace);
  const cluster = { namespace, name: 'cart' };
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
  await measureParts(bed, { ...options, cluster });
  await deleteNamespace(bed, namespace);
}

/** Of what there is, also when the run was cut short. */
function report(path: string): void {
  const result = readResultFile<RedisResult>(path);
  if (result === undefined) return;
  writeResultFile(summaryPath, summarize(result));
  console.log(`\n${redisReport(result)}\n\n${path}\n${summaryPath}`);
}
