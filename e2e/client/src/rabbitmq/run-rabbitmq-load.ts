import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection, type Publisher } from 'rabbitmq-client';
import { nowMs } from '../attempt.ts';
import { Ledger, type LoadState } from '../ledger.ts';
import { recordWrites, runLoad } from '../run-load.ts';
import type { QueueType, RabbitmqLoadOptions } from './options.ts';

export type RabbitmqLoadSummary = Omit<LoadState, 'startedMs' | 'lastSuccessMs'> & {
  readonly type: 'summary';
  /** Confirmed messages that no consumer has got; null when the consumers could not be waited for. */
  readonly lost: number | null;
  /** Deliveries beyond the first of each message: at least once is what is promised. */
  readonly repeated: number;
  /** Of the confirmed messages, in milliseconds; null without any. */
  readonly p99Ms: number | null;
};

/** Below the 30 s that a pod has between SIGTERM and its end. */
const drainMs = 25_000;
const calmMs = 100;

/** What the consumers have got, by the number of the message. */
type Received = { readonly seqs: Set<number>; repeated: number };

/**
 * One publisher sends to queues in turn and counts what was confirmed; a consumer for each queue takes down what it got, and only
 * then acknowledges. Each has a connection of its own and finds another node by itself. Until the signal, the duration or POST /finish.
 */
export function runRabbitmqLoad(options: RabbitmqLoadOptions, signal: AbortSignal): Promise<RabbitmqLoadSummary> {
  const ledger = new Ledger(nowMs());
  const received: Received = { seqs: new Set(), repeated: 0 };
  const connections = { publisher: connect(options, 'publisher'), consumer: connect(options, 'consumer') };
  const idle = Array.from({ length: options.idle }, (_, at) => connect(options, `idle ${at}`));
  return runLoad({
    ledger,
    port: options.port,
    signal,
    write: (stop) => publish(options, { ledger, received, connections }, stop),
    summarize: async (endedMs) => {
      const lost = await awaitDeliveries(ledger, received);
      for (const connection of [...Object.values(connections), ...idle]) connection.unsafeDestroy();
      const { startedMs: _startedMs, lastSuccessMs: _lastSuccessMs, ...state } = ledger.state(endedMs);
      return { type: 'summary', ...state, p99Ms: ledger.p99Ms(), lost, repeated: received.repeated };
    },
  });
}

function connect({ hosts, username, password, vhost, caFile }: RabbitmqLoadOptions, connectionName: string): Connection {
  const connection = new Connection({
    hosts: [...hosts],
    username,
    password,
    vhost,
    ...(caFile !== undefined && { tls: trusting(caFile) }),
    connectionName,
    heartbeat: 4,
    connectionTimeout: 2_000,
    acquireTimeout: 2_000,
    retryLow: 50,
    retryHigh: 500,
  });
  connection.on('error', (error: unknown) => console.error(`${connectionName}: ${error instanceof Error ? error.message : String(error)}`));
  return connection;
}

/** Read for each connection: other authorities are in the file before a node presents a certificate by them. */
function trusting(caFile: string) {
  return {
    get ca() {
      return readFileSync(caFile);
    },
  };
}

type Work = {
  readonly ledger: Ledger;
  readonly received: Received;
  readonly connections: { readonly publisher: Connection; readonly consumer: Connection };
};

async function publish(options: RabbitmqLoadOptions, { ledger, received, connections }: Work, signal: AbortSignal): Promise<number> {
  const names = Array.from({ length: options.queues }, (_, index) => `${options.prefix}-${index}`);
  const declared = queueOptions[options.queueType];
  await declareFirst(connections.publisher, { names, declared }, signal);
  for (const queue of names) consume(connections.consumer, { queue, declared, from: consumerArguments[options.queueType] }, received);
  const publisher = connections.publisher.createPublisher({ confirm: true, maxAttempts: 1 });
  const returned = new Set<number>();
  publisher.on('basic.return', ({ body }) => returned.add((body as Message).seq));
  const write = async (seq: number) => {
    await send(publisher, names[seq % names.length] ?? '', seq);
    if (returned.delete(seq)) throw new NoQueueError(`message ${seq} found no queue`);
  };
  return recordWrites({ ...options, ledger, write }, signal);
}

type Message = { readonly seq: number };

class NoQueueError extends Error {
  override readonly name = 'NoQueue';
}

/** Mandatory: a message that finds no queue is confirmed as well, after it was returned. */
function send(publisher: Publisher, routingKey: string, seq: number): Promise<void> {
  return publisher.send({ routingKey, durable: true, mandatory: true }, { seq });
}

type Declared = { readonly durable: true; readonly arguments: Readonly<Record<string, string | number>> };

const queueOptions: Readonly<Record<QueueType, Declared>> = {
  // Whatever comes back after a lost connection counts as a delivery: it must not be thrown away for it.
  quorum: { durable: true, arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': -1 } },
  classic: { durable: true, arguments: { 'x-queue-type': 'classic' } },
  stream: { durable: true, arguments: { 'x-queue-type': 'stream' } },
};

/** Of a stream a consumer gets all that there is, whenever it begins: what it missed while it was away is no loss. */
const consumerArguments: Readonly<Record<QueueType, object>> = { quorum: {}, classic: {}, stream: { 'x-stream-offset': 'first' } };

type Consumed = { readonly queue: string; readonly declared: Declared; readonly from: object };

function consume(connection: Connection, { queue, declared, from }: Consumed, received: Received): void {
  const consumer = connection.createConsumer(
    { queue, queueOptions: declared, arguments: from, qos: { prefetchCount: 100 } },
    async ({ body }) => {
      const { seq } = body as Message;
      if (received.seqs.has(seq)) received.repeated += 1;
      received.seqs.add(seq);
    },
  );
  consumer.on('error', (error: unknown) =>
    console.error(`consumer of ${queue}: ${error instanceof Error ? error.message : String(error)}`),
  );
}

type ToDeclare = { readonly names: readonly string[]; readonly declared: Declared };

/** Errors before the first connection say nothing of the fault under test, so that publishing starts after it. */
async function declareFirst(connection: Connection, { names, declared }: ToDeclare, signal: AbortSignal): Promise<void> {
  for (const queue of names) {
    while (!signal.aborted) {
      try {
        await connection.queueDeclare({ queue, ...declared });
        break;
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
        await delay(calmMs);
      }
    }
  }
}

/** How many confirmed messages have not come, once all have, or nothing has come for long enough. */
async function awaitDeliveries({ acknowledged }: Ledger, received: Received): Promise<number> {
  const endMs = performance.now() + drainMs;
  let missing = countMissing(acknowledged, received);
  while (missing > 0 && performance.now() < endMs) {
    await delay(calmMs);
    missing = countMissing(acknowledged, received);
  }
  return missing;
}

function countMissing(acknowledged: Ledger['acknowledged'], { seqs }: Received): number {
  let missing = 0;
  for (const batch of acknowledged.batches(10_000)) missing += batch.filter((seq) => !seqs.has(seq)).length;
  return missing;
}
