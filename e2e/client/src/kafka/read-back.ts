import type { Kafka } from 'kafkajs';

export type ReadBack = {
  /** How often each record is in the topic, by its number. */
  readonly found: ReadonlyMap<number, number>;
};

/**
 * Reads a topic from its beginning to where it ends now.
 *
 * @throws Error where that takes longer than the limit
 */
export async function readBack(kafka: Kafka, topic: string, limitMs: number): Promise<ReadBack> {
  const ends = await endsOf(kafka, topic);
  const found = new Map<number, number>();
  const missing = new Set([...ends].filter(([, end]) => end > 0n).map(([partition]) => partition));
  if (missing.size === 0) return { found };
  const whole = Promise.withResolvers<void>();
  const timer = setTimeout(() => whole.reject(new Error(`not all of ${topic} could be read within ${limitMs} ms`)), limitMs);
  const consumer = kafka.consumer({ groupId: `${topic}-read-back`, sessionTimeout: 10_000, maxWaitTimeInMs: 200 });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        for (const { value } of batch.messages) {
          const seq = seqOf(value);
          found.set(seq, (found.get(seq) ?? 0) + 1);
        }
        if (BigInt(batch.lastOffset()) + 1n >= (ends.get(batch.partition) ?? 0n)) missing.delete(batch.partition);
        if (missing.size === 0) whole.resolve();
      },
    });
    await whole.promise;
    return { found };
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
}

/** A record is its number, and filled up. */
export function recordOf(seq: number, bytes: number): string {
  return `${seq} `.padEnd(bytes, '.');
}

export function seqOf(value: Buffer | null): number {
  return Number.parseInt(value?.toString('latin1', 0, 20) ?? '', 10);
}

async function endsOf(kafka: Kafka, topic: string): Promise<ReadonlyMap<number, bigint>> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  } finally {
    await admin.disconnect();
  }
}
