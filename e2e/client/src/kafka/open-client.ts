import { type Kafka, Partitioners, type Producer } from 'kafkajs';
import type { Guide, TakeDelivery } from '../guides/guide.ts';
import { openGuide } from '../guides/open-guide.ts';
import { kafkaGuides } from './guides.ts';
import { joinGroup } from './join-group.ts';
import { Lane } from './lane.ts';
import type { KafkaLoadOptions } from './options.ts';
import { recordOf, seqOf } from './read-back.ts';

/** What produces to the topic, which is there, and takes what is in it: this client's own, which is idempotent, or a guide. */
export async function openClient(kafka: Kafka, options: KafkaLoadOptions, take: TakeDelivery, signal: AbortSignal): Promise<Guide> {
  const { topic, partitions } = options;
  if (options.guide !== undefined) return openGuide(options.guide, kafkaGuides(partitions), { target: topic, take });
  const consumer = await joinGroup(kafka, topic, ({ value }) => take(seqOf(value)), signal);
  const producer = kafka.producer({ idempotent: true, createPartitioner: Partitioners.DefaultPartitioner, metadataMaxAge: 5_000 });
  await producer.connect();
  const lanes = Array.from({ length: partitions }, (_, partition) => new Lane((seqs) => send(producer, options, partition, seqs)));
  return {
    ready: Promise.resolve(),
    write: async (seq) => lanes[seq % partitions]?.write(seq),
    close: async () => {
      await Promise.all([producer.disconnect(), consumer?.disconnect()]);
    },
  };
}

async function send(producer: Producer, { topic, bytes }: KafkaLoadOptions, partition: number, seqs: readonly number[]): Promise<void> {
  const messages = seqs.map((seq) => ({ partition, value: recordOf(seq, bytes) }));
  await producer.send({ topic, acks: -1, timeout: 5_000, messages });
}
