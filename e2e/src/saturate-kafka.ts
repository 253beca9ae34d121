import type { KafkaRef } from './kafka-object.ts';
import { type ConsoleInput, inKafka, java } from './kafka-tools.ts';
import type { Fault } from './node-faults.ts';
import type { TestBed } from './test-bed.ts';

const tool = 'org.apache.kafka.tools.ProducerPerformance';
/** Two letters by chance: nothing takes longer to compress well. */
const payloads = "head -c 400000 /dev/urandom | od -An -v -tx1 | tr -d ' \\n' | tr 0-9a-f aaaaaaaabbbbbbbb | fold -w 1000 > /tmp/payloads";

/** What makes a broker compress anew all that it is given, which costs it far more than whoever sends it. */
export const costlyTopic = { 'compression.type': 'gzip', 'compression.gzip.level': 9 } as const;

/** Gives whoever leads a topic more work than one of its threads can do, until it is healed. */
export async function saturateKafka(bed: TestBed, cluster: KafkaRef, { bootstrap, topic }: ConsoleInput): Promise<Fault> {
  const pod = { namespace: cluster.namespace, name: `${cluster.name}-kafka-0` };
  const options = `--bootstrap-server ${bootstrap} --topic ${topic} --num-records 100000000 --payload-file /tmp/payloads --throughput -1`;
  const properties = '--command-property acks=1 batch.size=100000 linger.ms=100';
  await inKafka(bed, pod, `${payloads}; ${java} ${tool} ${options} ${properties} > /dev/null 2>&1 & echo $! > /tmp/producer`);
  return { heal: async () => void (await inKafka(bed, pod, 'kill $(cat /tmp/producer)')) };
}
