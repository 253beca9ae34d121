import { annotationKeys, labelKeys, type StoredObject } from '@dataservices/plan';
import type { V1ContainerStatus, V1Node, V1Pod } from '@kubernetes/client-node';

export type Pod = StoredObject & Pick<V1Pod, 'spec' | 'status'>;
export type Node = StoredObject & Pick<V1Node, 'status'>;

export type Endpoint = { readonly ip: string; readonly port: number };

/** A pod, as far as decisions depend on it. */
export type PodView = {
  readonly name: string;
  readonly uid: string;
  readonly ip?: string;
  readonly node?: string;
  readonly zone?: string;
  /** Where the kubelet of its node listens, as the node says. */
  readonly kubelet?: Endpoint;
  readonly isReady: boolean;
  readonly isTerminating: boolean;
  /** Whether its node is gone, or has stopped reporting: then nobody says what the pod does, nor ends it. */
  readonly isNodeLost: boolean;
  /** Whether the kubelet says that the container of the server runs. */
  readonly isServerRunning: boolean;
  /** When it was started, by the clock of its node. */
  readonly serverStartedMs?: number;
  readonly roleLabel?: string;
  /** Hash of the pod template that it was made from. */
  readonly podHash?: string;
  /** Hash of what it started with and may change without a restart, where the service has such. */
  readonly configHash?: string;
  /** The certificates that it was told to load. */
  readonly certificates?: string;
  /** The passwords that it was told to use. */
  readonly passwords?: string;
  /** Why it does not run, in the kubelet's words, where it says so. */
  readonly problem?: string;
};

const zoneLabel = 'topology.kubernetes.io/zone';

/**
 * @param node the pod's node, for zone and health; undefined where the pod has none yet, or where its node is gone
 * @param serverContainer name of the container that is the service itself, as opposed to those beside it
 */
export function podView(pod: Pod, node: Node | undefined, serverContainer: string): PodView {
  const { metadata, spec, status } = pod;
  const zone = node?.metadata.labels?.[zoneLabel];
  const roleLabel = metadata.labels?.[labelKeys.role];
  const podHash = metadata.annotations?.[annotationKeys.podHash];
  const configHash = metadata.annotations?.[annotationKeys.configHash];
  const certificates = metadata.annotations?.[annotationKeys.certificates];
  const passwords = metadata.annotations?.[annotationKeys.passwords];
  const problem = problemOf(pod);
  const kubelet = kubeletOf(node);
  const running = status?.containerStatuses?.find(({ name }) => name === serverContainer)?.state?.running;
  return {
    name: metadata.name,
    uid: metadata.uid,
    ...(status?.podIP !== undefined && { ip: status.podIP }),
    ...(spec?.nodeName !== undefined && { node: spec.nodeName }),
    ...(zone !== undefined && { zone }),
    ...(kubelet !== undefined && { kubelet }),
    isReady: isTrue(status, 'Ready'),
    isTerminating: metadata.deletionTimestamp !== undefined,
    isNodeLost: spec?.nodeName !== undefined && !isTrue(node?.status, 'Ready'),
    isServerRunning: running !== undefined,
    ...(running?.startedAt !== undefined && { serverStartedMs: Date.parse(String(running.startedAt)) }),
    ...(roleLabel !== undefined && { roleLabel }),
    ...(podHash !== undefined && { podHash }),
    ...(configHash !== undefined && { configHash }),
    ...(certificates !== undefined && { certificates }),
    ...(passwords !== undefined && { passwords }),
    ...(problem !== undefined && { problem }),
  };
}

function kubeletOf(node: Node | undefined): Endpoint | undefined {
  const ip = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  const port = node?.status?.daemonEndpoints?.kubeletEndpoint?.Port;
  return ip === undefined || port === undefined ? undefined : { ip, port };
}

type WithConditions = { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };

function isTrue(status: WithConditions | undefined, condition: string): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === condition && value === 'True') ?? false;
}

/** Reasons of a waiting container that pass by themselves. */
const ordinaryReasons: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);

const longestMessage = 300;

function problemOf({ status }: Pod): string | undefined {
  const unscheduled = status?.conditions?.find(({ type, status: value }) => type === 'PodScheduled' && value === 'False');
  if (unscheduled !== undefined) return `not scheduled: ${unscheduled.message ?? unscheduled.reason ?? 'no reason given'}`;
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const troubled = all.find(isInTrouble);
  const waiting = troubled?.state?.waiting;
  if (waiting === undefined) return undefined;
  // What the container said itself when it ended last is worth more than that it is tried again.
  const message = troubled?.lastState?.terminated?.message ?? waiting.message;
  return `${waiting.reason}${message === undefined ? '' : `: ${message.trim().slice(0, longestMessage)}`}`;
}

function isInTrouble({ state }: V1ContainerStatus): boolean {
  const reason = state?.waiting?.reason;
  return reason !== undefined && !ordinaryReasons.has(reason);
}
