import { setTimeout as delay } from 'node:timers/promises';
import { isPodReady, type Pod } from './pod.ts';

/** Five times a second. */
const periodMs = 200;

/**
 * Looks on, from now until it is stopped.
 *
 * @returns what gives, for each of these groups of pods, the fewest that were ready at any moment that it saw
 */
export function lowestReadiness<Group extends string>(
  groups: Readonly<Record<Group, () => Promise<readonly Pod[]>>>,
): { readonly stop: () => Promise<Readonly<Record<Group, number>>> } {
  const stopping = new AbortController();
  const all = Object.entries<() => Promise<readonly Pod[]>>(groups).map(async ([group, pods]) => [
    group,
    await lowestOf(pods, stopping.signal),
  ]);
  const watching = Promise.all(all).then((entries) => Object.fromEntries(entries) as Record<Group, number>);
  // What it fails with is thrown where somebody waits for it.
  watching.catch(() => {});
  return {
    stop() {
      stopping.abort();
      return watching;
    },
  };
}

async function lowestOf(pods: () => Promise<readonly Pod[]>, signal: AbortSignal): Promise<number> {
  let lowest = Number.POSITIVE_INFINITY;
  while (!signal.aborted) {
    lowest = Math.min(lowest, (await pods()).filter(isPodReady).length);
    await delay(periodMs, undefined, { signal }).catch(() => {});
  }
  return lowest;
}
