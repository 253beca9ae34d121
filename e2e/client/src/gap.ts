/** What is known of the time between successes; `startedMs` is the last success, or where the measurement began. */
export type GapState = {
  readonly startedMs: number;
  readonly longest: Gap;
};

export type Gap = {
  readonly gapMs: number;
  readonly startedMs: number;
  /** The success that ended it; undefined while it lasts. */
  readonly endedMs: number | undefined;
};

/** Begins a measurement. The time to the first success counts: a client that never gets through has one gap as long as its life. */
export function startGap(startedMs: number): GapState {
  return { startedMs, longest: { gapMs: 0, startedMs, endedMs: startedMs } };
}

export function recordSuccess(state: GapState, successMs: number): GapState {
  return { startedMs: successMs, longest: longer(state.longest, { ...openGap(state, successMs), endedMs: successMs }) };
}

/** The longest gap so far, and the one that still lasts counts as if it ended now. */
export function longestGap(state: GapState, nowMs: number): Gap {
  return longer(state.longest, openGap(state, nowMs));
}

function openGap({ startedMs }: GapState, nowMs: number): Gap {
  // Rounded, because the difference of two tenths is seldom a tenth.
  return { gapMs: Math.max(0, Math.round((nowMs - startedMs) * 10) / 10), startedMs, endedMs: undefined };
}

function longer(known: Gap, candidate: Gap): Gap {
  return candidate.gapMs > known.gapMs ? candidate : known;
}
