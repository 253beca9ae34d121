import { setTimeout as delay } from 'node:timers/promises';
import { isPodReady, type Pod } from './pod.ts';
import type { RedisRef } from './redis-object.ts';
import { dataPods, sentinelPods } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

export type Readiness = { readonly data: number; readonly sentinels: number };

/** Five times a second. */
const periodMs = 200;

/** Looks on, from now until it is stopped. @returns what gives the fewest pods that were ready at any moment that it saw */
export function lowestReadiness(bed: TestBed, ref: RedisRef): { readonly stop: () => Promise<Readiness> } {
  const stopping = new AbortController();
  const watching = watch(bed, ref, stopping.signal);
  // What it fails with is thrown where somebody waits for it.
  watching.catch(() => {});
  return {
    stop() {
      stopping.abort();
      return watching;
    },
  };
}

async function watch(bed: TestBed, ref: RedisRef, signal: AbortSignal): Promise<Readiness> {
  let lowest: Readiness = { data: Number.POSITIVE_INFINITY, sentinels: Number.POSITIVE_INFINITY };
  while (!signal.aborted) {
    const [data, sentinels] = await Promise.all([dataPods(bed, ref), sentinelPods(bed, ref)]);
    lowest = { data: Math.min(lowest.data, readyOf(data)), sentinels: Math.min(lowest.sentinels, readyOf(sentinels)) };
    await delay(periodMs, undefined, { signal }).catch(() => {});
  }
  return lowest;
}

function readyOf(pods: readonly Pod[]): number {
  return pods.filter(isPodReady).length;
}
