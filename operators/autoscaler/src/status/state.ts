import type { AutoScalerStatus } from '@dataservices/api';
import { firstState, type ScalerState } from '@dataservices/autoscaling';
import { rfc3339Seconds } from '@dataservices/plan';

type Recorded = Pick<AutoScalerStatus, 'memory' | 'lastChange' | 'desiredReplicas' | 'lastScaleTime'> & {
  readonly storage?: Pick<NonNullable<AutoScalerStatus['storage']>, 'size' | 'lastGrowth'>;
};

/**
 * The state in the words of the status, without loss.
 *
 * @param aheadSeconds by which the wall clock, whose times are stored, is ahead of the clock of the state
 */
export function recordOf(state: ScalerState, aheadSeconds: number): Recorded {
  const text = (seconds: number) => rfc3339Seconds((seconds + aheadSeconds) * 1000);
  const { history, seenReplicas, manualEdit, unknownSince, lastUnknown, lastChange, lastGrowth, desiredReplicas } = state;
  const steps = (events: typeof history.scaleUpEvents) => events.map(({ change, atSeconds }) => ({ change, time: text(atSeconds) }));
  const { recommendations, scaleUpEvents, scaleDownEvents } = history;
  return {
    ...(desiredReplicas !== undefined && { desiredReplicas }),
    ...(lastChange !== undefined && {
      lastScaleTime: text(lastChange.atSeconds),
      lastChange: { from: lastChange.from, to: lastChange.to, time: text(lastChange.atSeconds), reason: lastChange.reason.slice(0, 1024) },
    }),
    ...(lastGrowth !== undefined && { storage: { size: lastGrowth.size, lastGrowth: text(lastGrowth.atSeconds) } }),
    memory: {
      ...(seenReplicas !== undefined && { seenReplicas }),
      ...(manualEdit !== undefined && { manualEdit: { replicas: manualEdit.replicas, time: text(manualEdit.atSeconds) } }),
      ...(unknownSince !== undefined && { unknownSince: text(unknownSince) }),
      ...(lastUnknown !== undefined && { lastUnknown: text(lastUnknown) }),
      ...(recommendations !== undefined && {
        recommendations: recommendations.map(({ replicas, atSeconds }) => ({ replicas, time: text(atSeconds) })),
      }),
      scaleUps: steps(scaleUpEvents),
      scaleDowns: steps(scaleDownEvents),
    },
  };
}

type Now = { readonly nowSeconds: number; readonly aheadSeconds: number };

/** The state that a status holds. What is of the future, by a wall clock that was ahead of that of now, counts as of now. */
export function stateOf(status: AutoScalerStatus, { nowSeconds, aheadSeconds }: Now): ScalerState {
  const { memory, lastChange, desiredReplicas, decision, storage } = status;
  if (memory === undefined) return firstState;
  const seconds = (time: string) => Math.min(Math.floor(Date.parse(time) / 1000) - aheadSeconds, nowSeconds);
  const { seenReplicas, manualEdit, unknownSince, lastUnknown, recommendations, scaleUps = [], scaleDowns = [] } = memory;
  const steps = (list: typeof scaleUps) => list.map(({ change, time }) => ({ change, atSeconds: seconds(time) }));
  return {
    history: {
      recommendations: recommendations?.map(({ replicas, time }) => ({ replicas, atSeconds: seconds(time) })),
      scaleUpEvents: steps(scaleUps),
      scaleDownEvents: steps(scaleDowns),
    },
    ...(seenReplicas !== undefined && { seenReplicas }),
    ...(manualEdit !== undefined && { manualEdit: { replicas: manualEdit.replicas, atSeconds: seconds(manualEdit.time) } }),
    ...(unknownSince !== undefined && { unknownSince: seconds(unknownSince) }),
    ...(lastUnknown !== undefined && { lastUnknown: seconds(lastUnknown) }),
    ...(decision !== undefined && { lastLook: seconds(decision.time) }),
    ...(lastChange !== undefined && {
      lastChange: { from: lastChange.from, to: lastChange.to, atSeconds: seconds(lastChange.time), reason: lastChange.reason },
    }),
    ...(desiredReplicas !== undefined && { desiredReplicas }),
    ...(storage?.size !== undefined &&
      storage.lastGrowth !== undefined && { lastGrowth: { size: storage.size, atSeconds: seconds(storage.lastGrowth) } }),
  };
}
