import { noteScaleEvent } from '../hpa/scale-events.ts';
import type { Behavior } from '../hpa/types.ts';
import type { ScalerState } from './scaler-state.ts';

export type SeenTarget = {
  readonly replicas: number;
  /** Whether an AutoScaler has set this size, and not anybody else. */
  readonly isOwn: boolean;
};

/**
 * Takes down the size that the target asks for now, and whose it is. A size that this AutoScaler has set but not written down, because its operator
 * died in between, is its own change: it counts for the rate policies, as one of now, and opens no hold. Any other new size is somebody's decision.
 */
export function noteTarget(state: ScalerState, seen: SeenTarget, behavior: Behavior | undefined, nowSeconds: number): ScalerState {
  const { seenReplicas: before, history } = state;
  const { replicas, isOwn } = seen;
  const noted = { ...state, seenReplicas: replicas };
  if (before === undefined || before === replicas) return noted;
  if (!isOwn) return { ...noted, manualEdit: { replicas, atSeconds: nowSeconds } };
  const change = { from: before, to: replicas, atSeconds: nowSeconds };
  return {
    ...noted,
    history: noteScaleEvent(history, behavior, change),
    lastChange: { ...change, reason: 'set by an operator that ended before it could say why' },
  };
}
