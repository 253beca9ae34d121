import type { Key } from './contract.ts';

/** `normal` for what has just happened; `low` for what is only looked at again, such as everything at the start and at a resync. */
export type Priority = 'normal' | 'low';

/** While keys of low priority wait, one of them is next after so many of normal priority. */
export const normalKeysPerLowOne = 9;

export type WaitingKey = { readonly key: Key; readonly addedMs: number; readonly priority: Priority };

/**
 * Keys that wait, each at most once: those of normal priority first, each kind in order of arrival.
 *
 * Nothing starves: of ten keys in a row that are taken while one of low priority waits, one is of low priority. So a key
 * with n of low priority before it is taken after at most 10 (n + 1) takes, whatever is added meanwhile.
 */
export class WaitingKeys {
  /** With the time of the arrival, milliseconds since the epoch. */
  readonly #keys = { normal: new Map<Key, number>(), low: new Map<Key, number>() };
  #normalInARow = 0;

  get size(): number {
    return this.#keys.normal.size + this.#keys.low.size;
  }

  sizeOf(priority: Priority): number {
    return this.#keys[priority].size;
  }

  has(key: Key): boolean {
    return this.#keys.normal.has(key) || this.#keys.low.has(key);
  }

  /** Puts a key at the end of its row, where it has waited since `addedMs`. It must not be there yet. */
  add({ key, addedMs, priority }: WaitingKey): void {
    this.#keys[priority].set(key, addedMs);
  }

  /** Puts a key of low priority at the end of the normal ones. Nothing where it does not wait with low priority. */
  raise(key: Key): void {
    const addedMs = this.#keys.low.get(key);
    if (addedMs === undefined) return;
    this.#keys.low.delete(key);
    this.add({ key, addedMs, priority: 'normal' });
  }

  /** Takes out the next key. */
  next(): WaitingKey | undefined {
    const { normal, low } = this.#keys;
    const isTurnOfLow = normal.size === 0 || (low.size > 0 && this.#normalInARow >= normalKeysPerLowOne);
    const priority = isTurnOfLow ? 'low' : 'normal';
    const [first] = this.#keys[priority];
    if (first === undefined) return undefined;
    const [key, addedMs] = first;
    this.#keys[priority].delete(key);
    this.#normalInARow = priority === 'low' || low.size === 0 ? 0 : this.#normalInARow + 1;
    return { key, addedMs, priority };
  }

  clear(): void {
    this.#keys.normal.clear();
    this.#keys.low.clear();
  }
}
