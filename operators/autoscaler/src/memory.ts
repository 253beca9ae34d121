import type { AutoScaler, AutoScalerStatus } from '@dataservices/api';
import { firstState, type ScalerState } from '@dataservices/autoscaling';
import { keyOf } from '@dataservices/reconcile';
import { stateOf } from './status/state.ts';
import type { SteadyClock } from './steady-clock.ts';

/** What this process knows of each AutoScaler beyond its status, which is written once a minute at least. */
export type Memory = {
  recall(scaler: AutoScaler): ScalerState;
  /** The status as last written, and how long ago; undefined where this process has written none. */
  lastWrite(scaler: AutoScaler): { readonly status: AutoScalerStatus; readonly ageMs: number } | undefined;
  /** `written`: the status, where it was written now. */
  keep(scaler: AutoScaler, state: ScalerState, written: AutoScalerStatus | undefined): void;
  /** The version that the target got with its last size: an earlier one does not show that size. */
  sizedVersion(scaler: AutoScaler): string | undefined;
  noteSize(scaler: AutoScaler, version: string): void;
  forget(key: string): void;
};

export type MemoryOptions = {
  /** Whether a status of an earlier process counts. The HorizontalPodAutoscaler begins anew with every process. */
  readonly isDurable: boolean;
  readonly clock: SteadyClock;
};

type Remembered = {
  readonly uid: string;
  readonly state?: ScalerState;
  readonly write?: { readonly status: AutoScalerStatus; readonly atMs: number };
  readonly sizedVersion?: string;
};

export function createMemory({ isDurable, clock: { now, aheadSeconds } }: MemoryOptions): Memory {
  const known = new Map<string, Remembered>();
  // A new object of the same name begins anew.
  const of = (scaler: AutoScaler): Remembered => {
    const remembered = known.get(keyOf(scaler));
    return remembered?.uid === scaler.metadata.uid ? remembered : { uid: scaler.metadata.uid };
  };
  const add = (scaler: AutoScaler, more: Partial<Remembered>) => known.set(keyOf(scaler), { ...of(scaler), ...more });
  return {
    recall(scaler) {
      const { state } = of(scaler);
      if (state !== undefined) return state;
      const nowSeconds = Math.floor(now() / 1000);
      const recorded = stateOf(scaler.status, { nowSeconds, aheadSeconds: aheadSeconds() });
      return isDurable ? heldUntil(recorded, nowSeconds) : { ...recorded, history: firstState.history };
    },
    lastWrite(scaler) {
      const { write } = of(scaler);
      return write && { status: write.status, ageMs: now() - write.atMs };
    },
    keep: (scaler, state, written) => void add(scaler, { state, ...(written && { write: { status: written, atMs: now() } }) }),
    sizedVersion: (scaler) => of(scaler).sizedVersion,
    noteSize: (scaler, version) => void add(scaler, { sizedVersion: version }),
    forget: (key) => void known.delete(key),
  };
}

/**
 * What was recommended last, or was unknown, went on being so until the process ended, which may be long after it was written down: it counts from
 * now on, so that nothing shrinks earlier than it would have.
 */
function heldUntil(recorded: ScalerState, nowSeconds: number): ScalerState {
  const state = recorded.unknownSince === undefined ? recorded : { ...recorded, lastUnknown: nowSeconds };
  const { recommendations } = state.history;
  const last = recommendations?.at(-1);
  if (recommendations === undefined || last === undefined) return state;
  return { ...state, history: { ...state.history, recommendations: [...recommendations, { ...last, atSeconds: nowSeconds }] } };
}
