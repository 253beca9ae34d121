import type { Redis } from 'ioredis';
import type { Write } from './writer.ts';

export function openPlainWrite(redis: Redis, prefix: string): Write {
  return async (seq) => {
    await redis.set(keyOf(prefix, seq), String(seq));
  };
}

export class WaitTimeoutError extends Error {
  override readonly name = 'WaitTimeout';
}

type Pending = { readonly seq: number; readonly resolve: () => void; readonly reject: (error: unknown) => void };

/**
 * Writes that count only when a replica has confirmed them.
 * WAIT blocks its connection, so one WAIT at a time confirms all that was written before it: with a WAIT for each write, a
 * missing replica would make every write wait for the timeouts of all the writes before it.
 */
export function openWaitWrite(redis: Redis, prefix: string, waitTimeoutMs: number): Write {
  let pending: Pending[] = [];
  let isWaiting = false;

  async function flush(): Promise<void> {
    if (isWaiting || pending.length === 0) return;
    const batch = pending;
    pending = [];
    isWaiting = true;
    await confirm(redis, prefix, batch, waitTimeoutMs);
    isWaiting = false;
    void flush();
  }

  return (seq) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    pending.push({ seq, resolve, reject });
    void flush();
    return promise;
  };
}

/** Never rejects. All commands leave in one turn of the event loop, so that they share one connection in this order. */
async function confirm(redis: Redis, prefix: string, batch: readonly Pending[], waitTimeoutMs: number): Promise<void> {
  // Settled from the start: a write that is refused before WAIT has answered must not count as an unhandled rejection.
  const sets = Promise.allSettled(batch.map(({ seq }) => redis.set(keyOf(prefix, seq), String(seq))));
  const [confirmed] = await Promise.allSettled([redis.wait(1, waitTimeoutMs)]);
  const written = await sets;
  batch.forEach(({ resolve, reject }, index) => {
    const set = written[index];
    if (set?.status === 'rejected') reject(set.reason);
    else if (confirmed.status === 'rejected') reject(confirmed.reason);
    else if (confirmed.value < 1) reject(new WaitTimeoutError(`No replica confirmed within ${waitTimeoutMs} ms`));
    else resolve();
  });
}

export function keyOf(prefix: string, seq: number): string {
  return `${prefix}:${seq}`;
}
