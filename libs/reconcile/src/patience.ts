/** Where a server listens. */
export type Address = {
  readonly ip: string;
  readonly port: number;
  /** Whether there is reason to believe that it will not answer: then it is not waited for as long. */
  readonly isDoubted?: boolean;
};

export type PatienceLimits = {
  /** Milliseconds for a server that answered the last time, or was not asked yet. */
  readonly patientMs: number;
  /** For one that did not, or is doubted: a lost node must not hold up every look at the others, or labels would follow a failover seconds late. */
  readonly impatientMs: number;
};

const usualLimits: PatienceLimits = { patientMs: 2_000, impatientMs: 400 };

/** Addresses of pods that are gone stay behind; past this many, all are forgotten. */
const memory = 1_000;

/** How long to wait for whom, from what became of the last attempt. */
export type Patience = {
  timeoutMs(address: Address): number;
  /** Passes the outcome on, and remembers it. */
  watch<T>(address: Address, attempt: (timeoutMs: number) => Promise<T>): Promise<T>;
};

/** @param limits for a service that takes longer to answer than most while all is well */
export function createPatience({ patientMs, impatientMs }: PatienceLimits = usualLimits): Patience {
  const silent = new Set<string>();

  function timeoutMs(address: Address): number {
    return address.isDoubted === true || silent.has(keyOf(address)) ? impatientMs : patientMs;
  }

  async function watch<T>(address: Address, attempt: (timeoutMs: number) => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const limitMs = timeoutMs(address);
    try {
      const result = await attempt(limitMs);
      silent.delete(keyOf(address));
      return result;
    } catch (error) {
      // A refusal is as quick as an answer; only silence costs time.
      if (silent.size >= memory) silent.clear();
      if (performance.now() - startedMs >= limitMs * 0.9) silent.add(keyOf(address));
      else silent.delete(keyOf(address));
      throw error;
    }
  }

  return { timeoutMs, watch };
}

function keyOf({ ip, port }: Address): string {
  return `${ip}:${port}`;
}
