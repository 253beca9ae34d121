import { noteScaleEvent } from './scale-events.ts';
import { type Conditions, type ControllerSettings, type History, setCondition, type Target } from './types.ts';
import { type WantInput, wantReplicas, withSeed } from './want-replicas.ts';

export type SyncInput = WantInput & {
  /** Undefined where the scale could not be read. */
  readonly target: Target | undefined;
  /** What the status says so far. */
  readonly desiredReplicas: number;
  /** Whether the new size will be refused by the API server. */
  readonly isUpdateRefused?: boolean;
};

export type SyncOutput = {
  /** For the status. */
  readonly desiredReplicas: number;
  /** The new size, where it changes. */
  readonly scaledTo: number | undefined;
  readonly conditions: Conditions;
  readonly history: History;
};

/** One look of the HorizontalPodAutoscaler, from what was read to what is written. */
export function sync(input: SyncInput): SyncOutput {
  const { target, desiredReplicas } = input;
  if (target === undefined) {
    const conditions = setCondition(input.conditions, 'AbleToScale', 'False', 'FailedGetScale');
    return { desiredReplicas, scaledTo: undefined, conditions, history: input.history };
  }
  const read = setCondition(input.conditions, 'AbleToScale', 'True', 'SucceededGetScale');
  return rescale({ ...input, conditions: read, history: withSeed(input.history, target, input.nowSeconds) }, target);
}

function rescale(input: SyncInput, target: Target): SyncOutput {
  const { specReplicas: current } = target;
  const { replicas, history, conditions: found } = wantReplicas(input, target);
  if (replicas === undefined) return { desiredReplicas: input.desiredReplicas, scaledTo: undefined, conditions: found, history };
  if (replicas === current) return { desiredReplicas: current, scaledTo: undefined, conditions: found, history };
  if (input.isUpdateRefused) {
    const conditions = setCondition(found, 'AbleToScale', 'False', 'FailedUpdateScale');
    return { desiredReplicas: input.desiredReplicas, scaledTo: undefined, conditions, history };
  }
  return {
    desiredReplicas: replicas,
    scaledTo: replicas,
    conditions: afterRescale(found, replicas, input.settings),
    history: noteScaleEvent(history, input.behavior, { from: current, to: replicas, atSeconds: input.nowSeconds }),
  };
}

function afterRescale(conditions: Conditions, replicas: number, { canScaleToZero }: ControllerSettings): Conditions {
  const able = setCondition(conditions, 'AbleToScale', 'True', 'SucceededRescale');
  if (!canScaleToZero) return able;
  return replicas === 0
    ? setCondition(able, 'ScaledToZero', 'True', 'ScaledToZero')
    : setCondition(able, 'ScaledToZero', 'False', 'NotScaledToZero');
}
