import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';

const retryMs = 200;

/**
 * Returns when the topic's consumer group has this member. kafkajs gives up for good where the coordinator has just come to be and still loads what it
 * knows of groups; a consumer that could not start cannot be started again, so that each attempt has a new one.
 */
export async function joinGroup(
  kafka: Kafka,
  topic: string,
  take: (message: KafkaMessage) => void,
  signal: AbortSignal,
): Promise<Consumer | undefined> {
  while (!signal.aborted) {
    const consumer = kafka.consumer({ groupId: `${topic}-group`, sessionTimeout: 10_000, maxWaitTimeInMs: 200, metadataMaxAge: 5_000 });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({ eachMessage: async ({ message }) => take(message) });
      return consumer;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      await consumer.disconnect();
      await delay(retryMs);
    }
  }
  return undefined;
}
