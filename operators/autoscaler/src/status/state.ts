import type { AutoScalerStatus } from '@dataservices/api';
import { firstState, type ScalerState } from '@dataservices/autoscaling';
import { rfc3339Seconds } from '@dataservices/plan';

const text = (seconds: number) => rfc3339Seconds(seconds * 1000);
const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);

type Recorded = Pick<AutoScalerStatus, 'memory' | 'lastChange' | 'desiredReplicas' | 'lastScaleTime'>;

/** The state in the words of the status, without loss. */
export function recordOf({
  history,
  seenReplicas,
  manualEdit,
  unknownSince,
  lastUnknown,
  lastChange,
  desiredReplicas,
}: ScalerState): Recorded {
  const steps = (events: typeof history.scaleUpEvents) => events.map(({ change, atSeconds }) => ({ change, time: text(atSeconds) }));
  const { recommendations, scaleUpEvents, scaleDownEvents } = history;
  return {
    ...(desiredReplicas !== undefined && { desiredReplicas }),
    ...(lastChange !== undefined && {
      lastScaleTime: text(lastChange.atSeconds),
      lastChange: { from: lastChange.from, to: lastChange.to, time: text(lastChange.atSeconds), reason: lastChange.reason.slice(0, 1024) },
    }),
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

/** The state that a status holds. */
export function stateOf({ memory, lastChange, desiredReplicas, decision }: AutoScalerStatus): ScalerState {
  if (memory === undefined) return firstState;
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
  };
}
