import { setTimeout as delay } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { nowMs } from '../attempt.ts';
import type { Guide } from '../guides/guide.ts';
import { recordGuide } from '../guides/open-guide.ts';
import type { LoadState } from '../ledger.ts';
import { runLoad } from '../run-load.ts';
import { makeTopic } from './make-topic.ts';
import { openClient } from './open-client.ts';
import type { KafkaLoadOptions } from './options.ts';
import { PartitionedLedger } from './partitioned-ledger.ts';
import { readBack } from './read-back.ts';

export type KafkaLoadSummary = Omit<LoadState, 'startedMs' | 'lastSuccessMs'> & {
  readonly type: 'summary';
  /** Acknowledged records that the topic does not have; null when it could not be read, and `verifyError` says why. */
  readonly lost: number | null;
  /** Of the first few. */
  readonly lostSample: readonly number[];
  /** Records beyond the first of each number: an idempotent producer promises that there are none. */
  readonly duplicates: number;
  /** Acknowledged records that the consumer group has not got, although it went on for long enough. */
  readonly undelivered: number;
  /** Deliveries to the group beyond the first of each record: at least once is what is promised. */
  readonly repeated: number;
  /** Of the acknowledged records, in milliseconds; null without any. */
  readonly p99Ms: number | null;
  readonly verifyError?: string;
};

/** Together below the 60 s that whoever asks for the summary waits. */
const deliveryMs = 15_000;
const readBackMs = 30_000;
const calmMs = 100;
const sampleSize = 20;

/** What the group has got, by the number of the record. */
type Received = { readonly seqs: Set<number>; repeated: number };

/**
 * A producer sends to the partitions in turn and waits for all replicas in sync; a consumer group takes down what it gets. At the end the
 * topic is read back whole. Until the signal, the duration or POST /finish.
 */
export function runKafkaLoad(options: KafkaLoadOptions, signal: AbortSignal): Promise<KafkaLoadSummary> {
  const ledger = new PartitionedLedger(nowMs(), options.partitions);
  const received: Received = { seqs: new Set(), repeated: 0 };
  const kafka = connect(options);
  let client: Guide | undefined;

  async function write(stop: AbortSignal): Promise<number> {
    await makeTopic(kafka, options, stop);
    client = await openClient(kafka, options, (seq) => take(received, seq), stop);
    return recordGuide(client, { ...options, ledger }, stop);
  }

  async function summarize(endedMs: number): Promise<KafkaLoadSummary> {
    const undelivered = await awaitDeliveries(ledger, received);
    await client?.close();
    const { startedMs: _startedMs, lastSuccessMs: _lastSuccessMs, ...state } = ledger.state(endedMs);
    const known = { type: 'summary', ...state, p99Ms: ledger.p99Ms(), undelivered, repeated: received.repeated } as const;
    return { ...known, ...(await verify(kafka, options.topic, ledger)) };
  }

  return runLoad({ ledger, port: options.port, signal, write, summarize });
}

function connect({ brokers, login, ca }: KafkaLoadOptions): Kafka {
  return new Kafka({
    clientId: 'load',
    brokers: [...brokers],
    // Each attempt of its own is accounted for: it would repeat the same few lines several times a second.
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { initialRetryTime: 50, maxRetryTime: 500, retries: Number.MAX_SAFE_INTEGER },
    ...(ca !== undefined && { ssl: { ca } }),
    ...(login && { sasl: { mechanism: 'scram-sha-512', ...login } }),
  });
}

function take(received: Received, seq: number): void {
  if (received.seqs.has(seq)) received.repeated += 1;
  received.seqs.add(seq);
}

/** How many acknowledged records have not come, once all have, or it has taken too long. */
async function awaitDeliveries({ acknowledged }: PartitionedLedger, { seqs }: Received): Promise<number> {
  const endMs = performance.now() + deliveryMs;
  for (;;) {
    const missing = [...acknowledged.batches(10_000)].flat().filter((seq) => !seqs.has(seq)).length;
    if (missing === 0 || performance.now() >= endMs) return missing;
    await delay(calmMs);
  }
}

type Verified = Pick<KafkaLoadSummary, 'lost' | 'lostSample' | 'duplicates' | 'verifyError'>;

async function verify(kafka: Kafka, topic: string, { acknowledged }: PartitionedLedger): Promise<Verified> {
  try {
    const { found } = await readBack(kafka, topic, readBackMs);
    const lost = [...acknowledged.batches(10_000)].flat().filter((seq) => !found.has(seq));
    const duplicates = [...found.values()].reduce((sum, times) => sum + times - 1, 0);
    return { lost: lost.length, lostSample: lost.slice(0, sampleSize), duplicates };
  } catch (error) {
    return { lost: null, lostSample: [], duplicates: 0, verifyError: error instanceof Error ? error.message : String(error) };
  }
}
