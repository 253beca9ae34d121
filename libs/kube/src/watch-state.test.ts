import { describe, expect, test } from 'vitest';
import { randomSource } from '../test/random-source.ts';
import { backoffMs, initialWatchState, transition, type WatchInput, type WatchState } from './watch-state.ts';

const empty = (failures = 0): WatchState => ({ phase: 'empty', failures });
const listing = (failures = 0): WatchState => ({ phase: 'listing', failures });
const watching = (resourceVersion: string, failures = 0): WatchState => ({ phase: 'watching', failures, resourceVersion });
const unreached = (state: WatchState): WatchState => ({ ...state, isUnreachable: true });

describe('transition', () => {
  test.for<readonly [string, WatchState, WatchInput, WatchState]>([
    ['starts with a list', initialWatchState, { type: 'begin' }, listing()],
    ['resumes where it was', watching('7', 2), { type: 'begin' }, watching('7', 2)],
    ['watches from the version of the list', listing(3), { type: 'listed', resourceVersion: '5' }, watching('5', 3)],
    ['advances with events and bookmarks', watching('5'), { type: 'advanced', resourceVersion: '9' }, watching('9')],
    ['is not taken back by an older version', watching('10'), { type: 'advanced', resourceVersion: '9' }, watching('10')],
    ['keeps its place when the server ends the watch', watching('9', 2), { type: 'closed', openMs: 300_000 }, watching('9')],
    ['takes a watch that ends at once for a failure', watching('9'), { type: 'closed', openMs: 3 }, watching('9', 1)],
    ['keeps its place through an error', watching('9', 1), { type: 'failed', openMs: 10 }, watching('9', 2)],
    ['lists again after a failed list', listing(1), { type: 'failed', openMs: 0 }, empty(2)],
    ['lists again when its place is forgotten', watching('9'), { type: 'expired', openMs: 10 }, empty(1)],
    ['counts anew after two healthy minutes', watching('9', 8), { type: 'failed', openMs: 120_000 }, watching('9', 1)],
    ['waits for nobody who answers', watching('9', 2), { type: 'failed', openMs: 0, isUnreachable: true }, unreached(watching('9', 3))],
    ['goes on to wait for nobody', unreached(empty(8)), { type: 'failed', openMs: 0, isUnreachable: true }, unreached(empty(9))],
    ['counts anew when its place is forgotten in an outage', unreached(watching('9', 9)), { type: 'expired', openMs: 0 }, empty(1)],
    ['counts anew when the first answer after an outage is a refusal', unreached(empty(9)), { type: 'failed', openMs: 0 }, empty(1)],
    [
      'counts nothing when the first answer after an outage is a list',
      unreached(listing(9)),
      { type: 'listed', resourceVersion: '5' },
      watching('5'),
    ],
    ['counts on after less', watching('9', 8), { type: 'expired', openMs: 119_999 }, empty(9)],
  ])('%s', ([_name, state, input, expected]) => {
    expect(transition(state, input)).toEqual(expected);
  });
});

describe('whatever comes in whatever order', () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => seed);
  const pick = <T>(random: () => number, values: readonly [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0];

  function randomInput(random: () => number): WatchInput {
    const resourceVersion = String(Math.floor(random() * 2000));
    const openMs = pick(random, [0, 999, 1000, 119_999, 120_000, 600_000]);
    return pick<WatchInput>(random, [
      { type: 'begin' },
      { type: 'listed', resourceVersion },
      { type: 'advanced', resourceVersion },
      { type: 'closed', openMs },
      { type: 'expired', openMs },
      { type: 'failed', openMs },
      { type: 'failed', openMs: 0, isUnreachable: true },
    ]);
  }

  test('the place moves on, is lost by expiry alone, and moves back only by a list; every delay is bounded; a list leads out of everything', () => {
    for (const seed of seeds) {
      const random = randomSource(seed);
      let state = initialWatchState;
      for (let step = 0; step < 50; step += 1) {
        const input = randomInput(random);
        const next = transition(state, input);
        const where = `seed ${seed}, step ${step}: ${JSON.stringify({ state, input, next })}`;
        if (state.phase === 'watching' && input.type !== 'listed') {
          if (input.type !== 'expired') expect(next.phase, where).toBe('watching');
          if (next.phase === 'watching') expect(Number(next.resourceVersion), where).toBeGreaterThanOrEqual(Number(state.resourceVersion));
        }
        const delayMs = backoffMs(next, random());
        expect(delayMs >= 0 && delayMs <= 24_000, where).toBe(true);
        if (input.type === 'failed' || input.type === 'expired') expect(delayMs, where).toBeGreaterThanOrEqual(800);
        const begun = transition(next, { type: 'begin' });
        expect(begun.phase, where).not.toBe('empty');
        expect(transition(begun, { type: 'listed', resourceVersion: '7' }), where).toMatchObject({
          phase: 'watching',
          resourceVersion: '7',
        });
        state = next;
      }
    }
  });
});

describe('backoffMs', () => {
  test.for([
    [0, 0.9, 0],
    [1, 0, 800],
    [1, 0.5, 1200],
    [2, 0, 1600],
    [4, 0, 6400],
    [5, 0, 12_000],
    [2000, 0, 12_000],
    [2000, 0.999, 23_988],
  ] as const)('%s failures, random %s → %s ms', ([failures, random, expected]) => {
    expect(backoffMs({ failures }, random)).toBe(expected);
  });

  test('nobody who answers is asked again within 5 s, however often', () => {
    for (const failures of [1, 3, 2000]) expect(backoffMs({ failures, isUnreachable: true }, 0.999)).toBeLessThanOrEqual(5000);
  });
});
