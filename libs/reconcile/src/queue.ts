import type { Key } from './contract.ts';
import { TokenBucket } from './token-bucket.ts';

export type QueueOptions = {
  /** First delay after a failure and the longest one; each failure doubles it. Default 5 ms and 5 min. */
  readonly backoff?: { readonly firstMs: number; readonly longestMs: number };
  /** Limits retries of all keys together. Default 10 a second after a burst of 100. */
  readonly retries?: { readonly perSecond: number; readonly burst: number };
  readonly observer?: QueueObserver;
};

/** What a queue tells its metrics. Times in seconds. */
export type QueueObserver = {
  added(): void;
  depth(keys: number): void;
  taken(waitedSeconds: number): void;
  finished(workedSeconds: number): void;
  retried(): void;
};

const defaultBackoff = { firstMs: 5, longestMs: 300_000 };
const defaultRetries = { perSecond: 10, burst: 100 };

/**
 * Keys that wait for a worker. A key is in it at most once, is never out with two workers, and when it is added while
 * it is worked on it comes again afterwards. Delayed adds of one key keep the earliest time.
 */
export class WorkQueue {
  readonly #backoff: { readonly firstMs: number; readonly longestMs: number };
  readonly #retryBucket: TokenBucket;
  readonly #observer: QueueObserver | undefined;
  /** In order of arrival, with the time of it. */
  readonly #waiting = new Map<Key, number>();
  /** Being worked on, with the time of the start. */
  readonly #processing = new Map<Key, number>();
  readonly #addedMeanwhile = new Set<Key>();
  readonly #dueMs = new Map<Key, number>();
  readonly #failures = new Map<Key, number>();
  readonly #takers: ((key: Key | undefined) => void)[] = [];
  #timer: NodeJS.Timeout | undefined;
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
    return [...this.#processing.values()].map((startedMs) => Date.now() - startedMs);
  }

  add(key: Key): void {
    if (this.#isClosed || this.#waiting.has(key) || this.#addedMeanwhile.has(key)) return;
    this.#observer?.added();
    if (this.#processing.has(key)) this.#addedMeanwhile.add(key);
    else this.#enqueue(key);
  }

  /** Adds the key after `ms`, or earlier where an earlier time was asked for. */
  addAfter(key: Key, ms: number): void {
    if (this.#isClosed) return;
    if (ms <= 0) {
      this.add(key);
      return;
    }
    const dueMs = Date.now() + ms;
    if ((this.#dueMs.get(key) ?? Number.POSITIVE_INFINITY) <= dueMs) return;
    this.#dueMs.set(key, dueMs);
    this.#schedule();
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
    const next = this.#waiting.entries().next();
    if (!next.done) return this.#start(...next.value);
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  done(key: Key): void {
    const startedMs = this.#processing.get(key);
    if (startedMs === undefined) return;
    this.#processing.delete(key);
    this.#observer?.finished((Date.now() - startedMs) / 1000);
    if (this.#addedMeanwhile.delete(key) && !this.#isClosed) this.#enqueue(key);
  }

  /** Takes nothing in any more and sends waiting workers home. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#waiting.clear();
    this.#dueMs.clear();
    for (const taker of this.#takers.splice(0)) taker(undefined);
  }

  #enqueue(key: Key): void {
    this.#waiting.set(key, Date.now());
    this.#observer?.depth(this.#waiting.size);
    const taker = this.#takers.shift();
    if (taker !== undefined) taker(this.#start(key, Date.now()));
  }

  #start(key: Key, addedMs: number): Key {
    this.#waiting.delete(key);
    this.#processing.set(key, Date.now());
    this.#observer?.depth(this.#waiting.size);
    this.#observer?.taken((Date.now() - addedMs) / 1000);
    return key;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#dueMs.size === 0) return;
    // A timer longer than 2^31 ms fires at once.
    const delayMs = Math.min(Math.max(0, Math.min(...this.#dueMs.values()) - Date.now()), 2 ** 31 - 1);
    this.#timer = setTimeout(() => this.#addDue(), delayMs);
  }

  #addDue(): void {
    const nowMs = Date.now();
    for (const [key, dueMs] of this.#dueMs) {
      if (dueMs > nowMs) continue;
      this.#dueMs.delete(key);
      this.add(key);
    }
    this.#schedule();
  }
}
