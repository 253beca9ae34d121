import type { AutoScalerStatus } from '@dataservices/api';

export type ScalerEvent = { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly note: string };

/** What a status says that the one before did not, for people: each of it once, when it begins. */
export function eventsOf(before: AutoScalerStatus, now: AutoScalerStatus): readonly ScalerEvent[] {
  return [...metricEvents(before, now), ...conditionEvents(before, now), ...holdEvents(before, now), ...editEvents(before, now)];
}

function metricEvents(before: AutoScalerStatus, { currentMetrics = [] }: AutoScalerStatus): readonly ScalerEvent[] {
  const failedBefore = new Set((before.currentMetrics ?? []).flatMap(({ name, problem }) => (problem === undefined ? [] : [name])));
  return currentMetrics.flatMap(({ name, problem }) =>
    problem === undefined || failedBefore.has(name) ? [] : [warning('FailedGetExternalMetric', `${name}: ${problem}`)],
  );
}

function conditionEvents(before: AutoScalerStatus, now: AutoScalerStatus): readonly ScalerEvent[] {
  const failure = (status: AutoScalerStatus, type: string) =>
    status.conditions?.find((condition) => condition.type === type && condition.status === 'False');
  const begun = (type: string) => {
    const failed = failure(now, type);
    return failed?.reason === failure(before, type)?.reason ? undefined : failed;
  };
  const [active, able] = [begun('ScalingActive'), begun('AbleToScale')];
  return [
    ...(active?.reason.startsWith('FailedGet') ? [warning('FailedComputeMetricsReplicas', active.message)] : []),
    ...(able?.reason === 'FailedGetScale' ? [warning('FailedGetScale', able.message)] : []),
  ];
}

function holdEvents(before: AutoScalerStatus, { decision }: AutoScalerStatus): readonly ScalerEvent[] {
  const { held = [], sentence = '' } = decision ?? {};
  if (held.length === 0 || held.join() === before.decision?.held?.join()) return [];
  return [{ type: 'Normal', reason: 'ScalingHeld', note: sentence }];
}

function editEvents(before: AutoScalerStatus, { memory }: AutoScalerStatus): readonly ScalerEvent[] {
  const edit = memory?.manualEdit;
  if (edit === undefined || edit.time === before.memory?.manualEdit?.time) return [];
  return [{ type: 'Normal', reason: 'ManualEditSeen', note: `somebody else has set ${edit.replicas} replicas` }];
}

function warning(reason: string, note: string): ScalerEvent {
  return { type: 'Warning', reason, note };
}
