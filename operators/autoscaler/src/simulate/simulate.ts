import type { AutoScaler, AutoScalerSpec } from '@dataservices/api';
import { afterScaling, decide, firstState, type Reading, type ScalerState } from '@dataservices/autoscaling';
import type { Observed, TargetView } from '../observed.ts';
import { decideInput } from '../plan/decide-input.ts';

/** What Prometheus said at one time, by the names of metrics and vetoes. */
export type Look = {
  readonly atSeconds: number;
  readonly metrics: ReadonlyMap<string, Reading>;
  readonly vetoes: ReadonlyMap<string, Reading>;
};

export type SimulationInput = {
  readonly spec: AutoScalerSpec;
  /** Size of the target at the first look. */
  readonly replicas: number;
  readonly looks: readonly Look[];
  /** For how long the target is not settled after a change of its size. */
  readonly settleSeconds: number;
};

export type SimulatedLook = {
  readonly atSeconds: number;
  readonly replicas: number;
  /** The new size, where it changes. */
  readonly scaleTo?: number;
  /** What keeps the size from being changed, by name. */
  readonly held: readonly string[];
  readonly sentence: string;
};

/**
 * What an AutoScaler would have done with these answers, look after look. The answers are those of the past: a metric that falls when members
 * are added does not fall here.
 */
export function simulate({ spec, replicas: start, looks, settleSeconds }: SimulationInput): readonly SimulatedLook[] {
  let state: ScalerState = firstState;
  let replicas = start;
  let changedSeconds = Number.NEGATIVE_INFINITY;
  return looks.map((look) => {
    const isSettled = look.atSeconds - changedSeconds >= settleSeconds;
    const input = decideInput(observed({ spec, state, look, target: target(replicas, isSettled) }));
    const decision = afterScaling(decide(input), input);
    const seen = { atSeconds: look.atSeconds, replicas, held: decision.holds.map(({ reason }) => reason), sentence: decision.sentence };
    state = decision.state;
    if (decision.scaleTo === undefined) return seen;
    replicas = decision.scaleTo;
    changedSeconds = look.atSeconds;
    return { ...seen, scaleTo: decision.scaleTo };
  });
}

type World = { readonly spec: AutoScalerSpec; readonly state: ScalerState; readonly look: Look; readonly target: TargetView };

function observed({ spec, state, look, target: view }: World): Observed {
  return {
    now: look.atSeconds * 1000,
    aheadSeconds: 0,
    scaler: { spec, status: { observedGeneration: 1 } } as AutoScaler,
    state,
    settings: { periodMs: 15_000, isHpaCompatible: false },
    kind: undefined,
    target: view,
    rivals: [],
    metrics: look.metrics,
    vetoes: look.vetoes,
  };
}

function target(replicas: number, isSettled: boolean): TargetView {
  return {
    uid: '',
    resourceVersion: '',
    replicas,
    statusReplicas: replicas,
    readyReplicas: replicas,
    settled: { holds: isSettled, message: 'the target is not settled yet after the last change' },
    isPaused: false,
    isLeaving: false,
    isOwnSize: true,
  };
}
