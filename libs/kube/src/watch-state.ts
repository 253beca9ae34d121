import { compareResourceVersions } from './resource-version.ts';

/**
 * The watch as a state machine: Empty → Listing → Watching. It keeps its place (a resourceVersion) through every
 * failure but one: a place that the server no longer knows, after which everything is listed again.
 */
export type WatchState = Trouble &
  ({ readonly phase: 'empty' } | { readonly phase: 'listing' } | { readonly phase: 'watching'; readonly resourceVersion: string });

/** `isUnreachable` is there where nobody answered at all: that is no fault of what was asked, and says nothing about the next answer. */
export type Trouble = { readonly failures: number; readonly isUnreachable?: true };

export type WatchInput =
  | { readonly type: 'begin' }
  | { readonly type: 'listed'; readonly resourceVersion: string }
  /** An event or a bookmark was delivered. The place only moves on: what lies before it would be told twice. */
  | { readonly type: 'advanced'; readonly resourceVersion: string }
  /** The server ended the watch in good order after `openMs`. */
  | { readonly type: 'closed'; readonly openMs: number }
  /** 410: the place is older than what the server remembers. */
  | { readonly type: 'expired'; readonly openMs: number }
  | { readonly type: 'failed'; readonly openMs: number; readonly isUnreachable?: true };

export const initialWatchState: WatchState = { phase: 'empty', failures: 0 };

const healthyMs = 120_000;
// A server that ends watches at once would otherwise be asked as fast as it answers.
const shortestOrderlyMs = 1000;

export function transition(state: WatchState, input: WatchInput): WatchState {
  switch (input.type) {
    case 'begin':
      return state.phase === 'empty' ? { ...state, phase: 'listing' } : state;
    case 'listed':
      return { phase: 'watching', failures: answeredFailures(state), resourceVersion: input.resourceVersion };
    case 'advanced':
      return state.phase === 'watching' && compareResourceVersions(input.resourceVersion, state.resourceVersion) > 0
        ? { ...state, resourceVersion: input.resourceVersion }
        : state;
    case 'closed':
      return { ...placeOf(state), failures: input.openMs < shortestOrderlyMs ? answeredFailures(state) + 1 : 0 };
    case 'expired':
      return { phase: 'empty', ...troubleAfter(state, input) };
    case 'failed':
      return { ...placeOf(state), ...troubleAfter(state, input) };
  }
}

/** Where it goes on. A list that was not finished is begun anew. */
function placeOf(state: WatchState): { readonly phase: 'empty' } | { readonly phase: 'watching'; readonly resourceVersion: string } {
  return state.phase === 'watching' ? { phase: 'watching', resourceVersion: state.resourceVersion } : { phase: 'empty' };
}

function troubleAfter(state: WatchState, input: { readonly openMs: number; readonly isUnreachable?: true }): Trouble {
  if (input.isUnreachable) return { failures: state.failures + 1, isUnreachable: true };
  return { failures: input.openMs >= healthyMs ? 1 : answeredFailures(state) + 1 };
}

/** After an outage the server forgets the place, and may refuse the first questions: to it, these are the first. */
function answeredFailures({ failures, isUnreachable }: Trouble): number {
  return isUnreachable ? 0 : failures;
}

const firstDelayMs = 800;
// With the spread, an operator is back within half a minute of a storm of errors, however long that was.
const longestDelayMs = 12_000;
// An attempt that nobody answers costs nobody anything, and an operator that is back late is one more outage.
const longestUnreachableDelayMs = 2500;

/** How long to wait before the next attempt. `random` in [0, 1) spreads the operators of a cluster over twice the time. */
export function backoffMs({ failures, isUnreachable }: Trouble, random: number): number {
  if (failures === 0) return 0;
  return Math.min(firstDelayMs * 2 ** (failures - 1), isUnreachable ? longestUnreachableDelayMs : longestDelayMs) * (1 + random);
}
