import { setTimeout as delay } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type AcknowledgedSet, findLost } from './acknowledged-set.ts';
import { keyOf } from './redis-target.ts';

const batchSize = 500;
const retryMs = 200;

/**
 * Reads every acknowledged write back from the master.
 *
 * @param deadlineMs how long a master may be missing in all
 * @returns the sequence numbers whose value is absent or another
 * @throws when no master answered in time
 */
export async function verifyWrites(
  redis: Redis,
  prefix: string,
  acknowledged: AcknowledgedSet,
  deadlineMs: number,
): Promise<readonly number[]> {
  const endMs = performance.now() + deadlineMs;
  const lost: number[] = [];
  for (const seqs of acknowledged.batches(batchSize)) {
    const values = await retry(endMs, () =>
      readFromMaster(
        redis,
        seqs.map((seq) => keyOf(prefix, seq)),
      ),
    );
    lost.push(...findLost(seqs, values));
  }
  return lost;
}

/** ROLE leaves in the same turn as the read: a server that was demoted in between cannot pass for the master. */
async function readFromMaster(redis: Redis, keys: readonly string[]): Promise<readonly (string | null)[]> {
  const [values, role] = await Promise.all([redis.mget([...keys]), redis.role()]);
  if (role[0] === 'master') return values;
  // The next connection may lead to the master; this one never will.
  redis.disconnect(true);
  throw new Error(`The server that was reached is ${String(role[0])}, not master`);
}

async function retry<T>(endMs: number, read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (cause) {
      if (performance.now() > endMs) throw new Error('The writes could not be read back: no master answered', { cause });
      await delay(retryMs);
    }
  }
}
