import { formatSeconds } from '../../src/format-table.ts';
import type { RunOptions } from '../../src/run-options.ts';
import { chosenParts } from '../chosen-parts.ts';
import { type BenchRun, measureSteps, repetitionName, runServiceBench } from '../service-bench.ts';
import { measureCreation } from './creation-part.ts';
import { emptyResult, type KafkaPart, type KafkaResult, kafkaParts, missingParts, withWork } from './kafka-result.ts';
import { measurePartitions } from './partitions-part.ts';
import { describeFigure, kafkaReport, summarize } from './report.ts';
import { haveSize, measurePart, sizes, specOf } from './work-part.ts';

/**
 * For how long a partition takes no records, and what else it costs, when a broker is lost, when all servers restart, and when brokers come and
 * go. Needs the cluster of this machine. Every repetition is on the disk when it is over.
 */
export async function benchKafka(options: RunOptions, signal: AbortSignal): Promise<void> {
  const parts = chosenParts(kafkaParts, options.values.only);
  await runServiceBench(
    {
      service: 'kafka',
      namespace: 'bench-kafka',
      emptyResult,
      summarize,
      report: kafkaReport,
      measure: (run) => measure(run, parts),
    },
    options,
    signal,
  );
}

async function measure(run: BenchRun<KafkaResult>, parts: readonly KafkaPart[]): Promise<void> {
  const cluster = { namespace: run.namespace, name: 'cart' };
  await measureSteps<KafkaResult, KafkaPart>(run, {
    missing: (now, rounds) => missingParts(now, parts, rounds),
    describe: (part) => part,
    async repeat(now, part, round) {
      const name = repetitionName(part, round);
      if (part === 'creation') {
        const figure = await measureCreation(run.bed, cluster, specOf(), name);
        console.log(
          `  creation ${round}: first record after ${formatSeconds(figure.firstWriteMs)}, whole after ${formatSeconds(figure.readyMs)}`,
        );
        return { ...now, creation: [...now.creation, figure] };
      }
      if (part === 'partitions') {
        await haveSize(run.bed, cluster, sizes.before);
        const figure = await measurePartitions(run.bed, cluster, name);
        console.log(`  partitions ${round}: ${figure.memoryBeforeMb} MB, then ${figure.memoryMb} MB; a pass ${figure.passMs} ms`);
        return { ...now, partitions: [...now.partitions, figure] };
      }
      const figure = await measurePart(run.bed, cluster, part, name);
      console.log(`  ${part} ${round}: ${describeFigure(figure)}`);
      return withWork(now, part, figure);
    },
    recover: () => haveSize(run.bed, cluster, sizes.before),
  });
}
