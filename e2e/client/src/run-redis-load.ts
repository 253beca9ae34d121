import type { Redis } from 'ioredis';
import { nowMs } from './attempt.ts';
import { Ledger } from './ledger.ts';
import type { LoadOptions } from './load-options.ts';
import { type LoadSummary, summarizeLoad } from './load-summary.ts';
import { closeConnection, connectWriter } from './redis-connection.ts';
import { openPlainWrite, openWaitWrite } from './redis-target.ts';
import { recordWrites, runLoad } from './run-load.ts';
import type { Write } from './writer.ts';

/** Writes until the signal, the duration or POST /finish ends it, and reads everything back. */
export function runRedisLoad(options: LoadOptions, signal: AbortSignal): Promise<LoadSummary> {
  const ledger = new Ledger(nowMs());
  return runLoad({
    ledger,
    port: options.port,
    signal,
    write: (stop) => write(options, ledger, stop),
    summarize: (endedMs) => summarizeLoad(options, ledger, endedMs),
  });
}

async function write(options: LoadOptions, ledger: Ledger, signal: AbortSignal): Promise<number> {
  const redis = connectWriter(options);
  try {
    await firstReady(redis, signal);
    return await recordWrites({ ...options, ledger, write: openWrite(redis, options) }, signal);
  } finally {
    closeConnection(redis);
  }
}

/** Errors before the first connection say nothing of the fault under test, so that writing starts after it. */
async function firstReady(redis: Redis, signal: AbortSignal): Promise<void> {
  if (redis.status === 'ready' || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  // Not events.once for the connection: it rejects at the first error, and a server that is not there yet is no reason to give up.
  redis.once('ready', resolve);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}

function openWrite(redis: Redis, { wait, prefix, waitTimeoutMs }: LoadOptions): Write {
  return wait === 1 ? openWaitWrite(redis, prefix, waitTimeoutMs) : openPlainWrite(redis, prefix);
}
