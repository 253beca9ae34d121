import type { ScalerState } from './scaler-state.ts';

export type Knowledge = {
  /** Whether a metric is unknown now; undefined where none was asked for. */
  readonly hasUnknown: boolean | undefined;
  readonly nowSeconds: number;
  /** A longer time without a look is a time without samples. */
  readonly longestGapSeconds: number;
};

/** Takes down when metrics were unknown. A time in which nobody looked is one too. */
export function noteKnowledge(state: ScalerState, { hasUnknown, nowSeconds, longestGapSeconds }: Knowledge): ScalerState {
  const isLate = state.lastLook !== undefined && nowSeconds - state.lastLook > longestGapSeconds;
  const { unknownSince, ...rest } = { ...state, lastLook: nowSeconds, ...((isLate || hasUnknown) && { lastUnknown: nowSeconds }) };
  const since = hasUnknown === true ? (unknownSince ?? nowSeconds) : hasUnknown === undefined ? unknownSince : undefined;
  return { ...rest, ...(since !== undefined && { unknownSince: since }) };
}

/** Whether a metric was unknown within the last `windowSeconds`. */
export function wasUnknownWithin({ lastUnknown }: ScalerState, windowSeconds: number, nowSeconds: number): boolean {
  return lastUnknown !== undefined && nowSeconds - lastUnknown < windowSeconds;
}
