import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import type { KafkaLoadOptions } from './options.ts';

const retryMs = 200;

/**
 * Makes the topic, and returns when every partition has a leader. kafkajs would wait for leaders itself, and takes a broker that has not heard of the
 * topic yet for a failure. Errors before that say nothing of the fault under test, so that writing starts after it.
 */
export async function makeTopic(kafka: Kafka, options: Pick<KafkaLoadOptions, 'topic' | 'partitions'>, signal: AbortSignal): Promise<void> {
  const admin = kafka.admin();
  try {
    while (!signal.aborted && !(await isMade(admin, options))) await delay(retryMs);
  } finally {
    await admin.disconnect();
  }
}

async function isMade(
  admin: Admin,
  { topic, partitions: numPartitions }: Pick<KafkaLoadOptions, 'topic' | 'partitions'>,
): Promise<boolean> {
  try {
    await admin.connect();
    const configEntries = [{ name: 'min.insync.replicas', value: '2' }];
    if (!(await admin.listTopics()).includes(topic)) {
      await admin.createTopics({ waitForLeaders: false, topics: [{ topic, numPartitions, replicationFactor: 3, configEntries }] });
    }
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const partitions = topics[0]?.partitions ?? [];
    return partitions.length === numPartitions && partitions.every(({ leader, isr }) => leader >= 0 && isr.length === 3);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}
