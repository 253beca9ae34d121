import type { Key } from './contract.ts';
import type { Priority } from './waiting-keys.ts';

type Delayed = { readonly dueMs: number; readonly priority: Priority };

/** Keys that come at a time of their own: of several times the earliest counts, and of several priorities the highest. */
export class DelayedKeys {
  readonly #delayed = new Map<Key, Delayed>();
  readonly #onDue: (key: Key, priority: Priority) => void;
  #timer: NodeJS.Timeout | undefined;
  #timerMs = Number.POSITIVE_INFINITY;

  constructor(onDue: (key: Key, priority: Priority) => void) {
    this.#onDue = onDue;
  }

  /** @param dueMs monotonic milliseconds: a clock that is set makes nobody wait */
  add(key: Key, dueMs: number, priority: Priority): void {
    const known = this.#delayed.get(key);
    const earliestMs = Math.min(dueMs, known?.dueMs ?? dueMs);
    this.#delayed.set(key, { dueMs: earliestMs, priority: known?.priority === 'normal' ? 'normal' : priority });
    if (earliestMs < this.#timerMs) this.#wakeAt(earliestMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timerMs = Number.POSITIVE_INFINITY;
    this.#delayed.clear();
  }

  #wakeAt(timeMs: number): void {
    clearTimeout(this.#timer);
    this.#timerMs = timeMs;
    // A timer longer than 2^31 ms fires at once.
    const delayMs = Math.min(Math.ceil(Math.max(0, timeMs - performance.now())), 2 ** 31 - 1);
    this.#timer = setTimeout(() => this.#release(), delayMs);
  }

  #release(): void {
    this.#timerMs = Number.POSITIVE_INFINITY;
    const nowMs = performance.now();
    const due = [...this.#delayed].filter(([, { dueMs }]) => dueMs <= nowMs).sort(([, a], [, b]) => a.dueMs - b.dueMs);
    for (const [key, { priority }] of due) {
      this.#delayed.delete(key);
      this.#onDue(key, priority);
    }
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { dueMs } of this.#delayed.values()) nextMs = Math.min(nextMs, dueMs);
    if (nextMs < this.#timerMs) this.#wakeAt(nextMs);
  }
}
