import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { refuseWatches } from './faults/refuse-watches.ts';
import { storm } from './faults/storm.ts';
import { makeChanges, operatorTest as test } from './testing/operator-test.ts';

const rounds = 100;
const longestBackoffMs = 12_000;

// Only what the client waits with: connections go on in real time.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function turnsUntil(check: () => boolean): Promise<void> {
  while (!check()) await turn();
}

test.for([
  ['as an ERROR event', () => refuseWatches({ how: 'expired' })],
  ['as the answer', () => storm({ status: 410 })],
] as const)(
  '410 a hundred times %s: one list after each backoff and no other; then the cache is exact',
  { timeout: 60_000 },
  async ([, fault], { admin, namespace, proxy, startOperator }) => {
    await makeChanges(admin, namespace, 'before');
    const clear = proxy.set(fault());
    const operator = startOperator();
    for (let round = 1; round <= rounds; round += 1) {
      await turnsUntil(() => operator.count('expired') === round);
      const backoffMs = Math.min(800 * 2 ** (round - 1), longestBackoffMs);
      if (round === rounds) clear();
      await vi.advanceTimersByTimeAsync(backoffMs - 1);
      expect(proxy.requests.get('list configmaps')).toBe(round);
      await vi.advanceTimersByTimeAsync(1);
      await turnsUntil(() => operator.count('listed') === round + 1);
    }
    vi.useRealTimers();
    await makeChanges(admin, namespace, 'after');
    await operator.catchesUp();
    expect(proxy.requests.get('list configmaps')).toBe(rounds + 1);
  },
);
