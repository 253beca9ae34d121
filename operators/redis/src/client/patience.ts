import type { Target } from './port.ts';

/** Milliseconds for a server that answered the last time, or was not asked yet. */
const patientMs = 2_000;

/** For one that did not: a lost node must not hold up every look at the others, or labels would follow a failover seconds late. */
const impatientMs = 400;

/** Addresses of pods that are gone stay behind; past this many, all are forgotten. */
const memory = 1_000;

/** How long to wait for whom, from what became of the last attempt. */
export type Patience = {
  timeoutMs(target: Target): number;
  /** Passes the outcome on, and remembers it. */
  watch<T>(target: Target, attempt: (timeoutMs: number) => Promise<T>): Promise<T>;
};

export function createPatience(): Patience {
  const silent = new Set<string>();

  function timeoutMs(target: Target): number {
    return silent.has(addressOf(target)) ? impatientMs : patientMs;
  }

  async function watch<T>(target: Target, attempt: (timeoutMs: number) => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const limitMs = timeoutMs(target);
    try {
      const result = await attempt(limitMs);
      silent.delete(addressOf(target));
      return result;
    } catch (error) {
      // A refusal is as quick as an answer; only silence costs time.
      if (silent.size >= memory) silent.clear();
      if (performance.now() - startedMs >= limitMs * 0.9) silent.add(addressOf(target));
      else silent.delete(addressOf(target));
      throw error;
    }
  }

  return { timeoutMs, watch };
}

function addressOf({ ip, port }: Target): string {
  return `${ip}:${port}`;
}
