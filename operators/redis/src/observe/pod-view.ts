import { annotationKeys, labelKeys, type StoredObject } from '@dataservices/plan';
import type { V1ContainerStatus, V1Node, V1Pod } from '@kubernetes/client-node';
import type { PodView } from '../observed.ts';

export type Pod = StoredObject & Pick<V1Pod, 'spec' | 'status'>;
export type Node = StoredObject & Pick<V1Node, 'status'>;

/** The containers that are the service itself, as opposed to those beside it. */
const serverContainers: ReadonlySet<string> = new Set(['redis', 'sentinel']);

const zoneLabel = 'topology.kubernetes.io/zone';

export function podView(pod: Pod, node: Node | undefined): PodView {
  const { metadata, spec, status } = pod;
  const zone = node?.metadata.labels?.[zoneLabel];
  const roleLabel = metadata.labels?.[labelKeys.role];
  const podHash = metadata.annotations?.[annotationKeys.podHash];
  const problem = problemOf(pod);
  return {
    name: metadata.name,
    uid: metadata.uid,
    ...(status?.podIP !== undefined && { ip: status.podIP }),
    ...(spec?.nodeName !== undefined && { node: spec.nodeName }),
    ...(zone !== undefined && { zone }),
    isReady: status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false,
    isTerminating: metadata.deletionTimestamp !== undefined,
    isServerRunning:
      status?.containerStatuses?.some(({ name, state }) => serverContainers.has(name) && state?.running !== undefined) ?? false,
    ...(roleLabel !== undefined && { roleLabel }),
    ...(podHash !== undefined && { podHash }),
    ...(problem !== undefined && { problem }),
  };
}

/** Reasons of a waiting container that pass by themselves. */
const ordinaryReasons: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

function problemOf({ status }: Pod): string | undefined {
  const unscheduled = status?.conditions?.find(({ type, status: value }) => type === 'PodScheduled' && value === 'False');
  if (unscheduled !== undefined) return `not scheduled: ${unscheduled.message ?? unscheduled.reason ?? 'no reason given'}`;
  const waiting = status?.containerStatuses?.find(isInTrouble)?.state?.waiting;
  if (waiting === undefined) return undefined;
  return `${waiting.reason}${waiting.message === undefined ? '' : `: ${waiting.message.slice(0, 300)}`}`;
}

function isInTrouble({ state }: V1ContainerStatus): boolean {
  const reason = state?.waiting?.reason;
  return reason !== undefined && !ordinaryReasons.has(reason);
}
