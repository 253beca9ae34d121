import { compareResourceVersions } from './resource-version.ts';

/**
 * The watch as a state machine: Empty → Listing → Watching. It keeps its place (a resourceVersion) through every
 * failure but one: a place that the server no longer knows, after which everything is listed again.
 */
export type WatchState =
  | { readonly phase: 'empty'; readonly failures: number }
  | { readonly phase: 'listing'; readonly failures: number }
  | { readonly phase: 'watching'; readonly failures: number; readonly resourceVersion: string };

export type WatchInput =
  | { readonly type: 'begin' }
  | { readonly type: 'listed'; readonly resourceVersion: string }
  /** An event or a bookmark was delivered. The place only moves on: what lies before it would be told twice. */
  | { readonly type: 'advanced'; readonly resourceVersion: string }
  /** The server ended the watch in good order after `openMs`. */
  | { readonly type: 'closed'; readonly openMs: number }
  /** 410: the place is older than what the server remembers. */
  | { readonly type: 'expired'; readonly openMs: number }
  | { readonly type: 'failed'; readonly openMs: number };

export const initialWatchState: WatchState = { phase: 'empty', failures: 0 };

const healthyMs = 120_000;
// A server that ends watches at once would otherwise be asked as fast as it answers.
const shortestOrderlyMs = 1000;

export function transition(state: WatchState, input: WatchInput): WatchState {
  switch (input.type) {
    case 'begin':
      return state.phase === 'empty' ? { phase: 'listing', failures: state.failures } : state;
    case 'listed':
      return { phase: 'watching', failures: state.failures, resourceVersion: input.resourceVersion };
    case 'advanced':
      return state.phase === 'watching' && compareResourceVersions(input.resourceVersion, state.resourceVersion) > 0
        ? { ...state, resourceVersion: input.resourceVersion }
        : state;
    case 'closed':
      return { ...state, failures: input.openMs < shortestOrderlyMs ? state.failures + 1 : 0 };
    case 'expired':
      return { phase: 'empty', failures: failuresAfter(state, input.openMs) };
    case 'failed':
      return state.phase === 'watching'
        ? { ...state, failures: failuresAfter(state, input.openMs) }
        : { phase: 'empty', failures: failuresAfter(state, input.openMs) };
  }
}

function failuresAfter(state: WatchState, openMs: number): number {
  return openMs >= healthyMs ? 1 : state.failures + 1;
}

const firstDelayMs = 800;
const longestDelayMs = 30_000;

/** How long to wait before the next attempt. `random` in [0, 1) spreads the operators of a cluster over twice the time. */
export function backoffMs(failures: number, random: number): number {
  if (failures === 0) return 0;
  return Math.min(firstDelayMs * 2 ** (failures - 1), longestDelayMs) * (1 + random);
}
