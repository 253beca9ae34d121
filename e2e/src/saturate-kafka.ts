import type { KafkaRef } from './kafka-object.ts';
import { type ConsoleInput, inKafka, java } from './kafka-tools.ts';
import type { Fault } from './node-faults.ts';
import type { TestBed } from './test-bed.ts';

const tool = 'org.apache.kafka.tools.ProducerPerformance';
const groups = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';
const consumer = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
/** Two letters by chance: nothing takes longer to compress well. */
const payloads = "head -c 400000 /dev/urandom | od -An -v -tx1 | tr -d ' \\n' | tr 0-9a-f aaaaaaaabbbbbbbb | fold -w 1000 > /tmp/payloads";

/** What makes a broker compress anew all that it is given, which costs it far more than whoever sends it. */
export const costlyTopic = { 'compression.type': 'gzip', 'compression.gzip.level': 9 } as const;

/** Gives whoever leads a topic more work than one of its threads can do, until it is healed. */
export function saturateKafka(bed: TestBed, cluster: KafkaRef, { bootstrap, topic }: ConsoleInput): Promise<Fault> {
  return produceOn(bed, cluster, `--bootstrap-server ${bootstrap} --topic ${topic} --throughput -1`);
}

/** Consumes the first of thousands of records as a group, and no more, while ever more come. Heals by the end of both. */
export async function leaveBehind(bed: TestBed, cluster: KafkaRef, { bootstrap, topic }: ConsoleInput): Promise<Fault> {
  const server = `--bootstrap-server ${bootstrap}`;
  const producing = await produceOn(bed, cluster, `${server} --topic ${topic} --throughput 200`);
  const once = `${java} ${consumer} ${server} --topic ${topic} --group ${topic} --from-beginning --max-messages 1`;
  await inKafka(bed, firstBroker(cluster), `sleep 20; ${once} > /dev/null 2>&1`);
  return {
    heal: async () => {
      await producing.heal();
      await inKafka(bed, firstBroker(cluster), `${java} ${groups} ${server} --delete --group ${topic}`);
    },
  };
}

/** In the background, until it is healed. */
async function produceOn(bed: TestBed, cluster: KafkaRef, options: string): Promise<Fault> {
  const pod = firstBroker(cluster);
  const rest = '--num-records 100000000 --payload-file /tmp/payloads --command-property acks=1 batch.size=100000 linger.ms=100';
  await inKafka(bed, pod, `${payloads}; ${java} ${tool} ${options} ${rest} > /dev/null 2>&1 & echo $! > /tmp/producer`);
  return { heal: async () => void (await inKafka(bed, pod, 'kill $(cat /tmp/producer)')) };
}

function firstBroker({ namespace, name }: KafkaRef) {
  return { namespace, name: `${name}-kafka-0` };
}
