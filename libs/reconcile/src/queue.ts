import type { Key } from './contract.ts';
import { DelayedKeys } from './delayed-keys.ts';
import { TokenBucket } from './token-bucket.ts';
import { type Priority, type WaitingKey, WaitingKeys } from './waiting-keys.ts';

export type QueueOptions = {
  /** First delay after a failure and the longest one, in milliseconds; each failure doubles it. Default 5 ms and 5 min. */
  readonly backoff?: { readonly firstMs: number; readonly longestMs: number };
  /** Limits retries of all keys together. Default 10 a second after a burst of 100. */
  readonly retries?: { readonly perSecond: number; readonly burst: number };
  readonly observer?: QueueObserver;
};

/** What a queue tells its metrics. Times in seconds. */
export type QueueObserver = {
  added(): void;
  depth(keys: number, priority: Priority): void;
  taken(waitedSeconds: number): void;
  finished(workedSeconds: number): void;
  retried(): void;
};

// As client-go's default controller rate limiter, but for its longest delay of 1000 s: too long for a service in need.
const defaultBackoff = { firstMs: 5, longestMs: 300_000 };
const defaultRetries = { perSecond: 10, burst: 100 };

/**
 * Keys that wait for a worker. A key is in it at most once, is never out with two workers, and when it is added while
 * it is worked on it comes again afterwards. Delayed adds of one key keep the earliest time. Keys of low priority wait
 * behind the others, but never for ever (see `WaitingKeys`), and an add of normal priority raises one that waits.
 */
export class WorkQueue {
  readonly #backoff: { readonly firstMs: number; readonly longestMs: number };
  readonly #retryBucket: TokenBucket;
  readonly #observer: QueueObserver | undefined;
  readonly #waiting = new WaitingKeys();
  /** Being worked on, with the time of the start. */
  readonly #processing = new Map<Key, { readonly startedMs: number; readonly priority: Priority }>();
  readonly #addedMeanwhile = new Map<Key, Priority>();
  readonly #delayed = new DelayedKeys((key, priority) => this.add(key, priority));
  readonly #failures = new Map<Key, number>();
  readonly #takers: ((key: Key | undefined) => void)[] = [];
  #isClosed = false;

  constructor({ backoff = defaultBackoff, retries = defaultRetries, observer }: QueueOptions = {}) {
    this.#backoff = backoff;
    this.#retryBucket = new TokenBucket(retries);
    this.#observer = observer;
  }

  /** How many keys wait for a worker. */
  get depth(): number {
    return this.#waiting.size;
  }

  /** How long each key that is being worked on has been so, in milliseconds. */
  workingMs(): readonly number[] {
    return [...this.#processing.values()].map(({ startedMs }) => performance.now() - startedMs);
  }

  add(key: Key, priority: Priority = 'normal'): void {
    if (this.#isClosed) return;
    if (this.#waiting.has(key)) {
      if (priority === 'normal') this.#raise(key);
      return;
    }
    const meanwhile = this.#addedMeanwhile.get(key);
    if (meanwhile === undefined) this.#observer?.added();
    if (!this.#processing.has(key)) this.#enqueue(key, priority);
    else if (meanwhile !== 'normal') this.#addedMeanwhile.set(key, priority);
  }

  /**
   * Adds the key after `ms`, or earlier where an earlier time was asked for; with the priority with which it was taken
   * if it is being worked on, since who is only looked at again asks only for that.
   */
  addAfter(key: Key, ms: number): void {
    if (this.#isClosed) return;
    const priority = this.#processing.get(key)?.priority ?? 'normal';
    if (ms <= 0) this.add(key, priority);
    else this.#delayed.add(key, performance.now() + ms, priority);
  }

  /** Adds the key after a delay that doubles with each failure. @returns that delay in milliseconds */
  retry(key: Key): number {
    const failures = this.#failures.get(key) ?? 0;
    this.#failures.set(key, failures + 1);
    this.#observer?.retried();
    const ownMs = Math.min(this.#backoff.firstMs * 2 ** failures, this.#backoff.longestMs);
    const delayMs = Math.max(ownMs, this.#retryBucket.reserveMs());
    this.addAfter(key, delayMs);
    return delayMs;
  }

  /** Ends the key's run of failures. */
  forget(key: Key): void {
    this.#failures.delete(key);
  }

  failures(key: Key): number {
    return this.#failures.get(key) ?? 0;
  }

  /** The next key, when there is one; undefined once the queue is closed. Every key taken must be given to `done`. */
  async take(): Promise<Key | undefined> {
    if (this.#isClosed) return undefined;
    const next = this.#waiting.next();
    if (next !== undefined) return this.#start(next);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  done(key: Key): void {
    const work = this.#processing.get(key);
    if (work === undefined) return;
    this.#processing.delete(key);
    this.#observer?.finished((performance.now() - work.startedMs) / 1000);
    const again = this.#addedMeanwhile.get(key);
    this.#addedMeanwhile.delete(key);
    if (again !== undefined && !this.#isClosed) this.#enqueue(key, again);
  }

  /** Takes nothing in any more and sends waiting workers home. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
    this.#delayed.clear();
    for (const taker of this.#takers.splice(0)) taker(undefined);
  }

  #raise(key: Key): void {
    this.#waiting.raise(key);
    this.#reportDepth();
  }

  #enqueue(key: Key, priority: Priority): void {
    const added = { key, addedMs: performance.now(), priority };
    // Whoever waits for a key proves that there is none.
    const taker = this.#takers.shift();
    if (taker !== undefined) taker(this.#start(added));
    else {
      this.#waiting.add(added);
      this.#reportDepth();
    }
  }

  #start({ key, addedMs, priority }: WaitingKey): Key {
    const startedMs = performance.now();
    this.#processing.set(key, { startedMs, priority });
    this.#reportDepth();
    this.#observer?.taken((startedMs - addedMs) / 1000);
    return key;
  }

  #reportDepth(): void {
    for (const priority of ['normal', 'low'] as const) this.#observer?.depth(this.#waiting.sizeOf(priority), priority);
  }
}
