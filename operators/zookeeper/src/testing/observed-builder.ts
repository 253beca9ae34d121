import {
  parseZookeeperCluster,
  type ZookeeperCluster,
  type ZookeeperClusterSpecInput,
  type ZookeeperClusterStatus,
} from '@dataservices/api';
import type { ClaimView, PodView } from '@dataservices/members';
import type { ServerView, ServingView } from '../client/port.ts';
import type { EnsembleMember, Membership } from '../membership.ts';
import { hostOf, namesOf } from '../names.ts';
import type { Observed, ZookeeperMember } from '../observed.ts';
import { podHashOf } from '../resources/stateful-set.ts';

export const nowMs = Date.parse('2026-01-01T00:00:00Z');
export const clusterId = 'c0ffee';
export const formed = { clusterId, ensemble: { origin: 'Founded', formed: true } };

const names = namesOf({ namespace: 'shop', name: 'cart', clusterDomain: 'cluster.local' });

export function zookeeperCluster(spec: ZookeeperClusterSpecInput = {}, status: Partial<ZookeeperClusterStatus> = formed): ZookeeperCluster {
  const parsed = parseZookeeperCluster({
    apiVersion: 'dataservices.dev/v1alpha1',
    kind: 'ZookeeperCluster',
    metadata: { name: 'cart', namespace: 'shop', uid: 'uid-cart', resourceVersion: '1', generation: 1 },
    spec,
    status,
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

export function host(ordinal: number): string {
  return hostOf(names, `${names.data}-${ordinal}`);
}

/** `123+4`: members 1, 2 and 3 vote, 4 observes. */
export function membership(text: string, version = '100000000'): Membership {
  const [voters = '', observers = ''] = text.split('+');
  const member = (role: EnsembleMember['role']) => (id: string) => ({ id: Number(id), host: host(Number(id) - 1), role });
  const members = [...[...voters].map(member('participant')), ...[...observers].map(member('observer'))];
  return { version, members: members.toSorted((a, b) => a.id - b.id) };
}

export function serving(role: ServingView['role'], changes: Partial<ServingView> = {}): ServingView {
  return {
    state: 'serving',
    role,
    version: '3.9.4',
    zxid: '0000000100000005',
    membership: membership('123'),
    ...changes,
  };
}

/** The leader of this membership, with all others in step; `strangers` are in step without being members. */
export function leading(text: string, changes: Partial<ServingView> = {}, strangers = 0): ServingView {
  const { members } = membership(text);
  const voters = members.filter(({ role }) => role === 'participant').length;
  const learners = {
    syncedFollowers: voters - 1,
    syncedNonVotingFollowers: strangers,
    syncedObservers: members.length - voters,
  };
  return serving('leader', { membership: membership(text), learners, ...changes });
}

export const unreachable: ServerView = { state: 'unreachable', error: 'not reachable' };
export const electing: ServerView = { state: 'notServing' };

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
    name: `data-cart-zookeeper-${ordinal}`,
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

/** The volume of a member's transaction log. */
export function logClaim(ordinal: number, changes: Partial<ClaimView> = {}): ClaimView {
  return claim(ordinal, { name: `log-cart-zookeeper-${ordinal}`, uid: `uid-log-${ordinal}`, ...changes });
}

export type ObservedInput = {
  readonly cluster?: ZookeeperCluster;
  /** By ordinal; undefined for a member without a pod. */
  readonly servers: readonly (ServerView | undefined)[];
  readonly claims?: readonly ClaimView[];
  readonly logClaims?: readonly ClaimView[];
  readonly orders?: Readonly<Record<number, string>>;
  readonly changes?: Partial<Observed>;
};

/** An ensemble named cart, with pods of the wanted template for every server given. */
export function observed({
  cluster = zookeeperCluster(),
  servers,
  claims,
  logClaims = [],
  orders = {},
  changes = {},
}: ObservedInput): Observed {
  const volumes = claims ?? servers.map((_, ordinal) => claim(ordinal));
  const ordinals = [...new Set([...servers.keys(), ...volumes.map(({ ordinal }) => ordinal)])].sort((a, b) => a - b);
  const draft: Observed = {
    now: nowMs,
    cluster,
    names,
    settings: { clusterDomain: 'cluster.local' },
    freshClusterId: 'f4e54',
    members: ordinals.map((ordinal) => memberOf(ordinal, servers[ordinal], [volumes, logClaims], orders[ordinal])),
    claims: volumes,
    logClaims,
    storageClasses: [{ name: 'standard', canGrow: true }],
    objects: new Map(),
    secrets: { missing: [], clients: [], former: [] },
    ...changes,
  };
  const podHash = podHashOf(draft);
  return { ...draft, members: draft.members.map((member) => withHash(member, podHash)) };
}

type Volumes = readonly [data: readonly ClaimView[], log: readonly ClaimView[]];

function memberOf(ordinal: number, server: ServerView | undefined, [claims, logClaims]: Volumes, order?: string): ZookeeperMember {
  const name = `${names.data}-${ordinal}`;
  const volume = claims.find((candidate) => candidate.ordinal === ordinal);
  const log = logClaims.find((candidate) => candidate.ordinal === ordinal);
  return {
    name,
    ordinal,
    id: ordinal + 1,
    host: host(ordinal),
    ...(server !== undefined && { pod: pod(name) }),
    ...(volume !== undefined && { claim: volume }),
    ...(log !== undefined && { logClaim: log }),
    server: server ?? { state: 'unreachable', error: 'has no address yet' },
    ...(order !== undefined && { order }),
  };
}

function withHash(member: ZookeeperMember, podHash: string): ZookeeperMember {
  return member.pod === undefined ? member : { ...member, pod: { podHash, ...member.pod } };
}

/** The same state with another pod for one member. */
export function withPod(given: Observed, ordinal: number, changes: Partial<PodView>): Observed {
  const members = given.members.map((member) =>
    member.ordinal === ordinal && member.pod !== undefined ? { ...member, pod: { ...member.pod, ...changes } } : member,
  );
  return { ...given, members };
}
