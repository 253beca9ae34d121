import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Connection } from 'rabbitmq-client';
import { nowMs } from '../attempt.ts';
import type { Guide } from '../guides/guide.ts';
import { recordGuide } from '../guides/open-guide.ts';
import { Ledger, type LoadState } from '../ledger.ts';
import { runLoad } from '../run-load.ts';
import { type Declared, openClient, queueOptions } from './open-client.ts';
import type { RabbitmqLoadOptions } from './options.ts';

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
  const take = (seq: number) => {
    if (received.seqs.has(seq)) received.repeated += 1;
    received.seqs.add(seq);
  };
  let client: Guide | undefined;
  return runLoad({
    ledger,
    port: options.port,
    signal,
    write: async (stop) => {
      const names = Array.from({ length: options.queues }, (_, index) => `${options.prefix}-${index}`);
      await declareFirst(connections.publisher, { names, declared: queueOptions[options.queueType] }, stop);
      client = openClient(options, { connections, names, take });
      return recordGuide(client, { ...options, ledger }, stop);
    },
    summarize: async (endedMs) => {
      const lost = await awaitDeliveries(ledger, received);
      await client?.close();
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
