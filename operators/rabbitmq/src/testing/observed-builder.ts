import { parseRabbitmqCluster, type RabbitmqCluster, type RabbitmqClusterSpecInput, type RabbitmqClusterStatus } from '@dataservices/api';
import type { ClaimView, PodView } from '@dataservices/members';
import type { NodeView, QueueView, ServingView } from '../client/port.ts';
import { namesOf, nodeOf } from '../names.ts';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { podHashOf } from '../resources/stateful-set.ts';

export const nowMs = Date.parse('2026-01-01T00:00:00Z');
export const clusterId = 'c0ffee';
export const formed = { clusterId, formation: { origin: 'Founded', formed: true } };

export const names = namesOf({ namespace: 'shop', name: 'cart', clusterDomain: 'cluster.local' });

export function rabbitmqCluster(spec: RabbitmqClusterSpecInput = {}, status: Partial<RabbitmqClusterStatus> = formed): RabbitmqCluster {
  const parsed = parseRabbitmqCluster({
    apiVersion: 'dataservices.dev/v1alpha1',
    kind: 'RabbitmqCluster',
    metadata: { name: 'cart', namespace: 'shop', uid: 'uid-cart', resourceVersion: '1', generation: 1 },
    spec,
    status,
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

export function node(ordinal: number): string {
  return nodeOf(names, `${names.data}-${ordinal}`);
}

/** A node that sees these members, by ordinal; those in `away` do not run. */
export function sees(members: string, changes: Partial<ServingView> = {}, away = ''): ServingView {
  return {
    state: 'serving',
    version: '4.3.6',
    peers: [...members].map((ordinal) => ({ node: node(Number(ordinal)), isRunning: !away.includes(ordinal) })),
    isInService: true,
    criticalFor: [],
    alarms: [],
    plugins: ['rabbitmq_management', 'rabbitmq_prometheus'],
    ...changes,
  };
}

export const unreachable: NodeView = { state: 'unreachable', error: 'not reachable' };

/** A quorum queue with members on these nodes, the first of which leads. */
export function quorumQueue(name: string, members: string, changes: Partial<QueueView> = {}): QueueView {
  const nodes = [...members].map((ordinal) => node(Number(ordinal)));
  return {
    vhost: '/',
    name,
    type: 'quorum',
    node: nodes[0],
    members: nodes,
    online: nodes,
    caughtUp: nodes,
    isDurable: true,
    isExclusive: false,
    askedSize: undefined,
    ...changes,
  };
}

export function classicQueue(name: string, ordinal: number, changes: Partial<QueueView> = {}): QueueView {
  return { ...quorumQueue(name, String(ordinal)), type: 'classic', ...changes };
}

export function pod(name: string, changes: Partial<PodView> = {}): PodView {
  return {
    name,
    uid: `uid-${name}`,
    ip: '10.0.0.1',
    node: 'node1',
    zone: 'zone1',
    isReady: true,
    isTerminating: false,
    isServerRunning: true,
    isNodeLost: false,
    ...changes,
  };
}

export function claim(ordinal: number, changes: Partial<ClaimView> = {}): ClaimView {
  return {
    name: `data-cart-rabbitmq-${ordinal}`,
    uid: `uid-data-${ordinal}`,
    ordinal,
    isBound: true,
    clusterId,
    isTerminating: false,
    isRetired: false,
    className: 'standard',
    request: '10Gi',
    capacity: '10Gi',
    ...changes,
  };
}

export type ObservedInput = {
  readonly cluster?: RabbitmqCluster;
  /** By ordinal; undefined for a member without a pod. */
  readonly servers: readonly (NodeView | undefined)[];
  readonly claims?: readonly ClaimView[];
  readonly orders?: Readonly<Record<number, string>>;
  readonly tasks?: Readonly<Record<number, string>>;
  readonly changes?: Partial<Observed>;
};

/** A cluster named cart, with pods of the wanted template for every node given. */
export function observed({ cluster = rabbitmqCluster(), servers, claims, orders = {}, tasks = {}, changes = {} }: ObservedInput): Observed {
  const volumes = claims ?? servers.map((_, ordinal) => claim(ordinal));
  const ordinals = [...new Set([...servers.keys(), ...volumes.map(({ ordinal }) => ordinal)])].sort((a, b) => a - b);
  const draft: Observed = {
    now: nowMs,
    cluster,
    names,
    settings: { clusterDomain: 'cluster.local' },
    fresh: 'f4e54',
    members: ordinals.map((ordinal) => memberOf(ordinal, servers[ordinal], volumes, { order: orders[ordinal], task: tasks[ordinal] })),
    queues: [],
    shovels: undefined,
    connections: undefined,
    disabledFlags: [],
    clients: [{ user: 'app', password: 'secret', known: 'AsWanted' }],
    former: [],
    claims: volumes,
    storageClasses: [{ name: 'standard', canGrow: true }],
    objects: new Map(),
    secrets: { missing: [] },
    ...changes,
  };
  const podHash = podHashOf(draft);
  return { ...draft, members: draft.members.map((member) => withHash(member, podHash)) };
}

type Told = { readonly order: string | undefined; readonly task: string | undefined };

function memberOf(ordinal: number, server: NodeView | undefined, claims: readonly ClaimView[], { order, task }: Told): RabbitmqMember {
  const name = `${names.data}-${ordinal}`;
  const volume = claims.find((candidate) => candidate.ordinal === ordinal);
  return {
    name,
    ordinal,
    node: node(ordinal),
    ...(server !== undefined && { pod: pod(name) }),
    ...(volume !== undefined && { claim: volume }),
    server: server ?? { state: 'unreachable', error: 'has no address yet' },
    ...(order !== undefined && { order }),
    ...(task !== undefined && { task }),
  };
}

function withHash(member: RabbitmqMember, podHash: string): RabbitmqMember {
  return member.pod === undefined ? member : { ...member, pod: { podHash, ...member.pod } };
}

/** The same state with another pod for one member. */
export function withPod(given: Observed, ordinal: number, changes: Partial<PodView>): Observed {
  const members = given.members.map((member) =>
    member.ordinal === ordinal && member.pod !== undefined ? { ...member, pod: { ...member.pod, ...changes } } : member,
  );
  return { ...given, members };
}
