import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { type Attempt, nowMs } from './attempt.ts';
import { serveControl } from './control.ts';
import { Ledger } from './ledger.ts';
import type { LoadOptions } from './load-options.ts';
import { type LoadSummary, summarizeLoad } from './load-summary.ts';
import { reportProgress } from './progress.ts';
import { closeConnection, connectWriter } from './redis-connection.ts';
import { openPlainWrite, openWaitWrite, type Write } from './redis-target.ts';
import { writeAtRate } from './writer.ts';

/**
 * Writes until the signal, the duration or POST /finish ends it, reads everything back, prints the summary and returns it.
 * After POST /finish it keeps answering until the signal, so that a reply that got lost can be asked for again.
 */
export async function runRedisLoad(options: LoadOptions, signal: AbortSignal): Promise<LoadSummary> {
  const ledger = new Ledger(nowMs());
  const finishRequest = new AbortController();
  const summary = Promise.withResolvers<LoadSummary>();
  const control = await serveControl(
    {
      state: () => ledger.state(nowMs()),
      mark: (name) => ledger.mark(name, nowMs()),
      finish: () => {
        finishRequest.abort();
        return summary.promise;
      },
    },
    options.port,
  );
  console.error(`control on port ${control.port}`);
  try {
    const endedMs = await write(options, ledger, AbortSignal.any([signal, finishRequest.signal]));
    const result = await summarizeLoad(options, ledger, endedMs);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    summary.resolve(result);
    if (finishRequest.signal.aborted && !signal.aborted) await once(signal, 'abort');
    return result;
  } finally {
    control.server.close();
    control.server.closeIdleConnections();
  }
}

/** Resolves with the time at which writing was to end: what the last answers take longer is no gap. */
async function write(options: LoadOptions, ledger: Ledger, signal: AbortSignal): Promise<number> {
  const redis = connectWriter(options);
  try {
    await firstReady(redis, signal);
    if (!signal.aborted) ledger.begin(nowMs());
    const stop =
      options.durationSeconds === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(options.durationSeconds * 1000)]);
    let endedMs = nowMs();
    stop.addEventListener('abort', () => {
      endedMs = nowMs();
    });
    const onAttempt = (attempt: Attempt) => {
      ledger.record(attempt);
      process.stdout.write(`${JSON.stringify(attempt)}\n`);
    };
    reportProgress(ledger, stop);
    const { ratePerSecond, maxInFlight } = options;
    await writeAtRate({ write: openWrite(redis, options), ratePerSecond, maxInFlight, signal: stop, onAttempt });
    return endedMs;
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
