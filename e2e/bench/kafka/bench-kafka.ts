import { formatSeconds } from '../../src/format-table.ts';
import type { KafkaRef } from '../../src/kafka-object.ts';
import type { RunOptions } from '../../src/run-options.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { chosenParts } from '../chosen-parts.ts';
import { type BenchRun, measureSteps, repetitionName, runServiceBench } from '../service-bench.ts';
import { measureCreation } from './creation-part.ts';
import { emptyResult, type KafkaPart, type KafkaResult, kafkaParts, missingParts, withWork } from './kafka-result.ts';
import { measurePartitions } from './partitions-part.ts';
import { measurePlan } from './plan-part.ts';
import { describeFigure, describePlan, kafkaReport, summarize } from './report.ts';
import { haveData } from './stored-data.ts';
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
    repeat: (now, part, round) => repeat(run.bed, cluster, now, { part, name: repetitionName(part, round), round }),
    recover: () => haveSize(run.bed, cluster, sizes.before),
  });
}

type Repetition = { readonly part: KafkaPart; readonly name: string; readonly round: number };

async function repeat(bed: TestBed, cluster: KafkaRef, now: KafkaResult, { part, name, round }: Repetition): Promise<KafkaResult> {
  const tell = (what: string) => console.log(`  ${part} ${round}: ${what}`);
  switch (part) {
    case 'creation': {
      const figure = await measureCreation(bed, cluster, specOf(), name);
      tell(`first record after ${formatSeconds(figure.firstWriteMs)}, whole after ${formatSeconds(figure.readyMs)}`);
      return { ...now, creation: [...now.creation, figure] };
    }
    case 'plan': {
      await haveSize(bed, cluster, sizes.grown);
      await haveData(bed, cluster);
      const figure = await measurePlan(bed, cluster, sizes.grown);
      tell(describePlan(figure));
      return { ...now, plan: [...now.plan, figure] };
    }
    case 'partitions': {
      await haveSize(bed, cluster, sizes.before);
      const figure = await measurePartitions(bed, cluster, name);
      tell(`${figure.memoryBeforeMb} MB, then ${figure.memoryMb} MB; a pass ${figure.passBeforeMs} ms, then ${figure.passMs} ms`);
      return { ...now, partitions: [...now.partitions, figure] };
    }
    default: {
      const figure = await measurePart(bed, cluster, part, name);
      tell(describeFigure(figure));
      return withWork(now, part, figure);
    }
  }
}
