import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import type { RunOptions } from '../../src/run-options.ts';
import { type BenchRun, runServiceBench } from '../service-bench.ts';
import { wholeNumber } from '../whole-number.ts';
import { type MeasureOptions, measureParts } from './measure-parts.ts';
import { chosenRedisParts } from './redis-parts.ts';
import { emptyResult, type RedisResult } from './redis-result.ts';
import { redisReport, summarize } from './report.ts';

/**
 * How long writes stand still for each fault, with the operator and with Sentinel alone, in one run. Needs the cluster of this machine.
 * Every repetition is on the disk when it is over, and `--resume` goes on from there.
 */
export async function benchRedis(options: RunOptions, signal: AbortSignal): Promise<void> {
  const { values } = options;
  const chosen = {
    parts: chosenRedisParts(values.only),
    ...(values.alone !== undefined && { alone: wholeNumber('alone', values.alone, 0) }),
    restSeconds: wholeNumber('rest', values.rest ?? '120', 0),
  };
  await runServiceBench(
    {
      service: 'redis',
      namespace: 'bench-redis',
      emptyResult,
      summarize,
      report: redisReport,
      measure: (run) => measure(run, chosen),
    },
    options,
    signal,
  );
}

async function measure(run: BenchRun<RedisResult>, options: MeasureOptions): Promise<void> {
  const cluster = { namespace: run.namespace, name: 'cart' };
  await applyRedis(run.bed, cluster);
  await awaitRest(run.bed, cluster, 'its creation', 120_000);
  await measureParts(run, cluster, options);
}
