import { once } from 'node:events';
import { type Attempt, nowMs } from './attempt.ts';
import { serveControl } from './control.ts';
import type { Ledger } from './ledger.ts';
import { reportProgress } from './progress.ts';
import { type Write, writeAtRate } from './writer.ts';

export type LoadRun<Summary> = {
  readonly ledger: Ledger;
  /** Of the control; 0 takes a free one. */
  readonly port: number;
  readonly signal: AbortSignal;
  /** Writes until the signal, and resolves with the time at which writing was to end: what the last answers take longer is no gap. */
  readonly write: (signal: AbortSignal) => Promise<number>;
  /** Reads back what was acknowledged, and says all that is known of the run. */
  readonly summarize: (endedMs: number) => Promise<Summary>;
  /** Lines of JSON, where there is more to tell than attempts. */
  readonly history?: () => string;
};

/**
 * Runs a load, prints the summary and returns it. After POST /finish it keeps answering until the signal, so that a reply that
 * got lost can be asked for again.
 */
export async function runLoad<Summary>({ ledger, port, signal, write, summarize, history }: LoadRun<Summary>): Promise<Summary> {
  const finishRequest = new AbortController();
  const summary = Promise.withResolvers<Summary>();
  const handlers = {
    state: () => ledger.state(nowMs()),
    mark: (name: string) => ledger.mark(name, nowMs()),
    finish: () => {
      finishRequest.abort();
      return summary.promise;
    },
    ...(history && { history }),
  };
  const control = await serveControl(handlers, port);
  console.error(`control on port ${control.port}`);
  try {
    const result = await summarize(await write(AbortSignal.any([signal, finishRequest.signal])));
    process.stdout.write(`${JSON.stringify(result)}\n`);
    summary.resolve(result);
    if (finishRequest.signal.aborted && !signal.aborted) await once(signal, 'abort');
    return result;
  } finally {
    control.server.close();
    control.server.closeIdleConnections();
  }
}

export type RecordedWrites = {
  readonly ledger: Ledger;
  readonly write: Write;
  readonly ratePerSecond: number;
  readonly maxInFlight: number;
  /** Undefined: until the signal. */
  readonly durationSeconds: number | undefined;
};

/** Writes at a fixed rate and records and prints every attempt. Resolves with the time at which writing was to end. */
export async function recordWrites({ ledger, durationSeconds, ...options }: RecordedWrites, signal: AbortSignal): Promise<number> {
  if (!signal.aborted) ledger.begin(nowMs());
  const stop = durationSeconds === undefined ? signal : AbortSignal.any([signal, AbortSignal.timeout(durationSeconds * 1000)]);
  let endedMs = nowMs();
  stop.addEventListener('abort', () => {
    endedMs = nowMs();
  });
  const onAttempt = (attempt: Attempt) => {
    ledger.record(attempt);
    process.stdout.write(`${JSON.stringify(attempt)}\n`);
  };
  reportProgress(ledger, stop);
  await writeAtRate({ ...options, signal: stop, onAttempt });
  return endedMs;
}
