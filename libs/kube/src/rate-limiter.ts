/** How many requests a client may begin. Watches and what concerns Leases do not count. */
export type RateLimit = {
  /** Requests per second in the long run; above 0. */
  readonly qps: number;
  /** Requests that may begin at once after a rest; at least 1. */
  readonly burst: number;
};

/**
 * A net under a bug that asks in a circle, not a means to protect the server, which does that itself (API priority and
 * fairness; controller-runtime has given up its limit for it, client-go's is 5 after 10). What is urgent must not
 * queue behind what is many: the burst lets an operator of two hundred custom resources look at all of them after a restart.
 */
export const defaultRateLimit: RateLimit = { qps: 100, burst: 500 };

/** A token bucket whose waiters go in the order in which they came, and cost nothing when they give up. */
export class RateLimiter {
  readonly #perMs: number;
  readonly #burst: number;
  readonly #waiting = new Set<() => void>();
  #tokens: number;
  #updatedMs = performance.now();
  #timer: NodeJS.Timeout | undefined;

  /** @throws RangeError for a limit under which nothing could ever begin, or that is none */
  constructor({ qps, burst }: RateLimit) {
    if (!(qps > 0 && burst >= 1 && Number.isFinite(qps + burst)))
      throw new RangeError(`rate limit of ${qps} qps, burst ${burst}: give finite numbers, qps above 0 and burst of at least 1, or 'none'`);
    this.#perMs = qps / 1000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  /** Waits for a token. @returns how long that took, in milliseconds @throws the signal's reason */
  async take(signal: AbortSignal): Promise<number> {
    signal.throwIfAborted();
    this.#refill();
    // Whoever comes while others wait must not overtake them.
    if (this.#waiting.size === 0 && this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    const askedMs = performance.now();
    await this.#turn(signal);
    const waitedMs = performance.now() - askedMs;
    // A process that was stopped wakes with several timers due. The one that ends the right to write must run before what waited is sent.
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    return waitedMs;
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', giveUp);
      };
      const go = () => {
        leave();
        resolve();
      };
      const giveUp = () => {
        leave();
        this.#schedule();
        reject(signal.reason);
      };
      this.#waiting.add(go);
      signal.addEventListener('abort', giveUp, { once: true });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#waiting.size === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else if (this.#timer === undefined) {
      this.#timer = setTimeout(() => this.#admit(), Math.max(1, Math.ceil((1 - this.#tokens) / this.#perMs)));
    }
  }

  #admit(): void {
    this.#timer = undefined;
    this.#refill();
    for (const go of this.#waiting) {
      if (this.#tokens < 1) break;
      this.#tokens -= 1;
      go();
    }
    this.#schedule();
  }

  #refill(): void {
    const nowMs = performance.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + (nowMs - this.#updatedMs) * this.#perMs);
    this.#updatedMs = nowMs;
  }
}
