import type { Attempt } from './attempt.ts';
import { type GapState, longestGap, recordSuccess, startGap } from './gap.ts';

/** A moment at which somebody injected a fault, and what came after it. */
export type FaultMark = {
  readonly mark: string;
  readonly markedMs: number;
  readonly firstFailureMs: number | undefined;
  readonly gap: GapState;
};

export type FaultReport = {
  readonly mark: string;
  readonly markedMs: number;
  /** When the first attempt failed after the mark; null when none did. */
  readonly firstFailureMs: number | null;
  /** The last success before the longest gap. */
  readonly gapStartedMs: number;
  /** The success that ended the longest gap; null while it lasts. */
  readonly firstSuccessAfterMs: number | null;
  readonly gapMs: number;
};

/** @param lastSuccessMs a gap that is open at the mark belongs to it from its beginning: the last success, not the mark, is what users saw */
export function markFault(mark: string, markedMs: number, lastSuccessMs: number): FaultMark {
  return { mark, markedMs, firstFailureMs: undefined, gap: startGap(lastSuccessMs) };
}

export function recordAfterFault(fault: FaultMark, { ok, endedMs }: Attempt): FaultMark {
  if (ok) return { ...fault, gap: recordSuccess(fault.gap, endedMs) };
  return { ...fault, firstFailureMs: fault.firstFailureMs ?? endedMs };
}

/** @param untilMs now, or the time of the next mark: what comes after that is the next fault's */
export function reportFault({ mark, markedMs, firstFailureMs, gap }: FaultMark, untilMs: number): FaultReport {
  const { gapMs, startedMs, endedMs } = longestGap(gap, untilMs);
  return { mark, markedMs, firstFailureMs: firstFailureMs ?? null, gapStartedMs: startedMs, firstSuccessAfterMs: endedMs ?? null, gapMs };
}
