import type { ApiProxy } from '../api-proxy/api-proxy.ts';
import { pause } from './run-together.ts';
import { chooseTrouble, type Ending } from './trouble.ts';

// Often enough for troubles to meet, and rarely enough for watches to live between them.
const [shortestPauseMs, longestPauseMs] = [1000, 4000];
const [shortestTroubleMs, longestTroubleMs] = [500, 5000];

/** Begins one trouble after another, each of which lasts a few seconds, so that some meet. */
export class Chaos {
  /** How often each began. */
  readonly counts = new Map<string, number>();
  readonly #proxy: ApiProxy;
  readonly #random: () => number;

  constructor(proxy: ApiProxy, random: () => number) {
    this.#proxy = proxy;
    this.#random = random;
  }

  /** Until the signal is aborted; when it resolves, nothing is wrong any more. */
  async run(signal: AbortSignal): Promise<void> {
    const running = new Set<Promise<void>>();
    while (!signal.aborted) {
      const trouble = this.#one(signal).finally(() => running.delete(trouble));
      running.add(trouble);
      await pause(this.#between(shortestPauseMs, longestPauseMs), signal);
    }
    await Promise.all(running);
  }

  async #one(signal: AbortSignal): Promise<void> {
    const { name, begin } = chooseTrouble(this.#random);
    // Drawn before anything is awaited, so that the same seed means the same troubles.
    const lastsMs = this.#between(shortestTroubleMs, longestTroubleMs);
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const end: Ending = await begin(this.#proxy, this.#random);
    await pause(lastsMs, signal);
    await end();
  }

  #between(min: number, max: number): number {
    return min + this.#random() * (max - min);
  }
}
