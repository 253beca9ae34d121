import { waitUntil } from '../../cluster/src/index.ts';
import { awaitKafkaRest, type KafkaRef } from '../../src/kafka-object.ts';
import { deleteTopicByConsole, makeTopicByConsole } from '../../src/kafka-tools.ts';
import { operatorMemoryMb, operatorMetrics } from '../../src/operator-memory.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { passesIn } from './passes.ts';
import { bootstrapOf } from './stored-data.ts';

/** What it costs the operator to look after many partitions. */
export type PartitionsFigure = {
  /** Of the operators' processes together, with all their controllers. */
  readonly memoryBeforeMb: number;
  readonly memoryMb: number;
  /** Of one pass over the cluster with nothing to do: all that Kafka tells is asked for, and the plan is made. Mean. */
  readonly passBeforeMs: number;
  readonly passMs: number;
};

export const manyPartitions = 1_000;
const passes = 6;
const controller = 'kafkacluster';

/** A topic of 1,000 partitions with three replicas each comes and goes; without it and with it, some passes are looked at. */
export async function measurePartitions(bed: TestBed, cluster: KafkaRef, topic: string): Promise<PartitionsFigure> {
  const without = await watchPasses(bed);
  const bootstrap = await bootstrapOf(bed, cluster);
  await makeTopicByConsole(bed, cluster, { bootstrap, topic, partitions: manyPartitions, minIsr: 2 });
  await awaitKafkaRest(bed, cluster, `${manyPartitions} more partitions`);
  const figure = await watchPasses(bed);
  await deleteTopicByConsole(bed, cluster, { bootstrap, topic });
  return { ...figure, memoryBeforeMb: without.memoryMb, passBeforeMs: without.passMs };
}

async function watchPasses(bed: TestBed): Promise<Pick<PartitionsFigure, 'memoryMb' | 'passMs'>> {
  const now = async () => passesIn(await operatorMetrics(bed), controller);
  const before = await now();
  const after = await waitUntil(
    async () => {
      const seen = await now();
      return seen.count >= before.count + passes && seen;
    },
    { what: `${passes} passes over the cluster`, timeoutMs: 300_000, intervalMs: 1_000 },
  );
  const passMs = (1_000 * (after.seconds - before.seconds)) / (after.count - before.count);
  return { memoryMb: Math.round(await operatorMemoryMb(bed)), passMs: Math.round(passMs) };
}
