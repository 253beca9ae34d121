import { expect } from 'vitest';
import type { PartitionView } from '../client/port.ts';
import { type KafkaBed, until } from './kafka-bed.ts';

/** Its partitions, as the cluster has them now. */
export async function partitionsOf({ admin }: KafkaBed, topic: string): Promise<readonly PartitionView[]> {
  return (await admin.listPartitions()).filter((partition) => partition.topic === topic);
}

export async function firstOf(bed: KafkaBed, topic: string): Promise<PartitionView> {
  const [partition] = await partitionsOf(bed, topic);
  if (partition === undefined) throw new Error(`${topic} has no partition`);
  return partition;
}

/** Makes a topic, and waits until each of its partitions is led and has all its replicas in sync. */
export async function makeTopic(bed: KafkaBed, topic: string, partitions: number, replicationFactor: number): Promise<void> {
  expect(await bed.admin.createTopics([{ topic, partitions, replicationFactor }])).toEqual([]);
  await until(bed, `${topic} to be whole`, async () => {
    const made = await partitionsOf(bed, topic);
    return made.length === partitions && made.every(isWhole);
  });
}

function isWhole({ leader, isr, replicas }: PartitionView): boolean {
  return leader !== undefined && isr.length === replicas.length;
}
