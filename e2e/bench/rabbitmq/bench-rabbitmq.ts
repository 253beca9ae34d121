import type { RunOptions } from '../../src/run-options.ts';
import { chosenParts } from '../chosen-parts.ts';
import { type BenchRun, measureSteps, repetitionName, runServiceBench } from '../service-bench.ts';
import { emptyResult, missingParts, type RabbitmqResult, rabbitmqParts, type WorkName, withWork } from './rabbitmq-result.ts';
import { describeFigure, rabbitmqReport, summarize } from './report.ts';
import { haveSize, measurePart, sizes } from './work-part.ts';

/**
 * For how long no message is confirmed, and what else it costs, when a node is lost, when all restart, and when nodes come and go. Needs the
 * cluster of this machine. Every repetition is on the disk when it is over.
 */
export async function benchRabbitmq(options: RunOptions, signal: AbortSignal): Promise<void> {
  const parts = chosenParts(rabbitmqParts, options.values.only);
  await runServiceBench(
    {
      service: 'rabbitmq',
      namespace: 'bench-rabbitmq',
      emptyResult,
      summarize,
      report: rabbitmqReport,
      measure: (run) => measure(run, parts),
    },
    options,
    signal,
  );
}

async function measure(run: BenchRun<RabbitmqResult>, parts: readonly WorkName[]): Promise<void> {
  const { bed, namespace } = run;
  const cluster = { namespace, name: 'cart' };
  await measureSteps<RabbitmqResult, WorkName>(run, {
    missing: (now, rounds) => missingParts(now, parts, rounds),
    describe: (part) => part,
    async repeat(now, part, round) {
      const figure = await measurePart(bed, cluster, part, repetitionName(part, round));
      console.log(`  ${part} ${round}: ${describeFigure(figure)}`);
      return withWork(now, part, figure);
    },
    recover: () => haveSize(bed, cluster, sizes.before),
  });
}
