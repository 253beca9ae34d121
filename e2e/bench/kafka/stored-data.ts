import { kafkaBinding } from '../../src/kafka-load.ts';
import type { KafkaRef } from '../../src/kafka-object.ts';
import { fillByConsole, makeTopicByConsole } from '../../src/kafka-tools.ts';
import type { TestBed } from '../../src/test-bed.ts';

/** Of each replica of all data that is there before work begins. */
const dataBytes = 240_000_000;
const topic = 'data';

/** Enough to be moved for some seconds, on twelve partitions of three replicas. Made once for each cluster. */
export async function haveData(bed: TestBed, cluster: KafkaRef): Promise<void> {
  const isThere = async () => (await storedOn(bed, cluster, `${cluster.name}-kafka-0`)) > dataBytes / 2;
  if (await isThere()) return;
  const bootstrap = await bootstrapOf(bed, cluster);
  await makeTopicByConsole(bed, cluster, { bootstrap, topic, partitions: 12, minIsr: 2 });
  await fillByConsole(bed, cluster, { bootstrap, topic, bytes: dataBytes });
  // The producer ends well whatever becomes of its records.
  if (!(await isThere())) throw new Error(`${cluster.name} did not take the data that is to be moved`);
}

export async function bootstrapOf(bed: TestBed, cluster: KafkaRef): Promise<string> {
  return (await kafkaBinding(bed, cluster))['bootstrap-servers'] ?? '';
}

/** Bytes of all replicas that the broker in a pod has. What it had when it left before, and finds on its volume, is not among them. */
export async function storedOn(bed: TestBed, cluster: KafkaRef, pod: string): Promise<number> {
  return [...(await partitionBytesOn(bed, cluster, pod)).values()].reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes of each replica that a broker has, by topic and partition, as `orders-0`. */
export async function partitionBytesOn(bed: TestBed, { namespace }: KafkaRef, pod: string): Promise<ReadonlyMap<string, number>> {
  const script = 'cd /data/kafka && du --summarize --block-size=1 -- *-[0-9]* 2>/dev/null || true';
  const output = await bed.cluster.kubectl(['-n', namespace, 'exec', pod, '-c', 'kafka', '--', 'bash', '-c', script]);
  return new Map([...output.matchAll(/^(\d+)\t(\S+-\d+)$/gm)].map(([, bytes, partition = '']) => [partition, Number(bytes)]));
}
