import { setTimeout as delay } from 'node:timers/promises';
import { type Attempt, nowMs } from './attempt.ts';
import { errorName } from './error-name.ts';

/** Resolves when the write is acknowledged; rejects when it failed or nobody knows. */
export type Write = (seq: number) => Promise<void>;

export type WriterOptions = {
  readonly write: Write;
  readonly ratePerSecond: number;
  /** Beyond it an attempt fails as `Saturated` without being sent: a hang must not become an endless queue. */
  readonly maxInFlight: number;
  readonly onAttempt: (attempt: Attempt) => void;
  readonly signal: AbortSignal;
};

const tickMs = 5;

/**
 * Starts writes at a fixed rate, however long each takes (open loop: a slow server is not asked less often).
 * Resolves after the signal, when every write has ended.
 */
export async function writeAtRate({ write, ratePerSecond, maxInFlight, onAttempt, signal }: WriterOptions): Promise<void> {
  const inFlight = new Set<Promise<void>>();
  const startedMs = performance.now();
  let seq = 0;

  while (!signal.aborted) {
    const due = Math.floor(((performance.now() - startedMs) * ratePerSecond) / 1000);
    while (seq < due) {
      seq += 1;
      if (inFlight.size >= maxInFlight) onAttempt(rejectedAttempt(seq));
      else start(seq);
    }
    await delay(tickMs);
  }
  await Promise.all(inFlight);

  function start(started: number): void {
    const done = attempt(started, write).then((result) => {
      inFlight.delete(done);
      onAttempt(result);
    });
    inFlight.add(done);
  }
}

async function attempt(seq: number, write: Write): Promise<Attempt> {
  const startedMs = nowMs();
  try {
    await write(seq);
    return { seq, startedMs, endedMs: nowMs(), ok: true };
  } catch (error) {
    return { seq, startedMs, endedMs: nowMs(), ok: false, error: errorName(error) };
  }
}

function rejectedAttempt(seq: number): Attempt {
  const atMs = nowMs();
  return { seq, startedMs: atMs, endedMs: atMs, ok: false, error: 'Saturated' };
}
