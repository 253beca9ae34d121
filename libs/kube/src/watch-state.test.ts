import { describe, expect, test } from 'vitest';
import { backoffMs, initialWatchState, transition, type WatchInput, type WatchState } from './watch-state.ts';

const empty = (failures = 0): WatchState => ({ phase: 'empty', failures });
const listing = (failures = 0): WatchState => ({ phase: 'listing', failures });
const watching = (resourceVersion: string, failures = 0): WatchState => ({ phase: 'watching', failures, resourceVersion });

describe('transition', () => {
  test.for<readonly [string, WatchState, WatchInput, WatchState]>([
    ['starts with a list', initialWatchState, { type: 'begin' }, listing()],
    ['resumes where it was', watching('7', 2), { type: 'begin' }, watching('7', 2)],
    ['watches from the version of the list', listing(3), { type: 'listed', resourceVersion: '5' }, watching('5', 3)],
    ['advances with events and bookmarks', watching('5'), { type: 'advanced', resourceVersion: '9' }, watching('9')],
    ['keeps its place when the server ends the watch', watching('9', 2), { type: 'closed', openMs: 300_000 }, watching('9')],
    ['takes a watch that ends at once for a failure', watching('9'), { type: 'closed', openMs: 3 }, watching('9', 1)],
    ['keeps its place through an error', watching('9', 1), { type: 'failed', openMs: 10 }, watching('9', 2)],
    ['lists again after a failed list', listing(1), { type: 'failed', openMs: 0 }, empty(2)],
    ['lists again when its place is forgotten', watching('9'), { type: 'expired', openMs: 10 }, empty(1)],
    ['counts anew after two healthy minutes', watching('9', 8), { type: 'failed', openMs: 120_000 }, watching('9', 1)],
    ['counts on after less', watching('9', 8), { type: 'expired', openMs: 119_999 }, empty(9)],
  ])('%s', ([_name, state, input, expected]) => {
    expect(transition(state, input)).toEqual(expected);
  });
});

describe('backoffMs', () => {
  test.for([
    [0, 0.9, 0],
    [1, 0, 800],
    [1, 0.5, 1200],
    [2, 0, 1600],
    [6, 0, 25_600],
    [7, 0, 30_000],
    [2000, 0, 30_000],
  ] as const)('%s failures, random %s → %s ms', ([failures, random, expected]) => {
    expect(backoffMs(failures, random)).toBe(expected);
  });
});
