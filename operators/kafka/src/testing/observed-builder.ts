import { type KafkaCluster, type KafkaClusterSpecInput, type KafkaClusterStatus, parseKafkaCluster } from '@dataservices/api';
import { type ClaimView, membersOf, type PodView } from '@dataservices/members';
import type { NodeView, PartitionView, QuorumView } from '../client/port.ts';
import { hostOf, namesOf, nodeIdOf, type Role, setOf } from '../names.ts';
import type { KafkaMember, KafkaView, Observed } from '../observed.ts';
import { wantedCount } from '../plan/health.ts';
import { podHashOf } from '../resources/stateful-set.ts';

export const nowMs = Date.parse('2026-01-01T00:00:00Z');
export const clusterId = 'c0ffee';
export const founders = [0, 1, 2].map((ordinal) => ({ id: 1000 + ordinal, directoryId: `directory-${ordinal}` }));
export const formed = { clusterId, version: '4.3.1', kraft: { origin: 'Founded', formed: true, founders, spreadOver: [0, 1, 2] } };

export const names = namesOf({ namespace: 'shop', name: 'cart', clusterDomain: 'cluster.local' });

export function kafkaCluster(spec: KafkaClusterSpecInput = {}, status: Partial<KafkaClusterStatus> = formed): KafkaCluster {
  const parsed = parseKafkaCluster({
    apiVersion: 'dataservices.dev/v1alpha1',
    kind: 'KafkaCluster',
    metadata: { name: 'cart', namespace: 'shop', uid: 'uid-cart', resourceVersion: '1', generation: 1 },
    spec,
    status,
  });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

export const unreachable: NodeView = { state: 'unreachable', error: 'not reachable' };
export const serving: NodeView = {
  state: 'serving',
  supported: { 'metadata.version': { min: 7, max: 30 } },
  finalized: { 'metadata.version': 30 },
};

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

export function claim(role: Role, ordinal: number, changes: Partial<ClaimView> = {}): ClaimView {
  return {
    name: `data-${setOf(names, role)}-${ordinal}`,
    uid: `uid-data-${role}-${ordinal}`,
    ordinal,
    isBound: true,
    clusterId,
    isTerminating: false,
    isRetired: false,
    className: 'standard',
    request: role === 'broker' ? '10Gi' : '2Gi',
    capacity: role === 'broker' ? '10Gi' : '2Gi',
    ...changes,
  };
}

/** A partition on these brokers, the first of which leads; `isr` are all of them but those in `behind`. */
export function partition(topic: string, index: number, replicas: string, behind = ''): PartitionView {
  const ids = [...replicas].map(Number);
  const isr = ids.filter((id) => !behind.includes(String(id)));
  return { topic, partition: index, isInternal: topic.startsWith('__'), leader: isr[0], replicas: ids, isr, offline: [] };
}

/** Controllers that vote, by ordinal, the first of which leads; those in `behind` do not keep up. */
export function quorum(voters: string, observers = '', behind = ''): QuorumView {
  const view = (ordinal: string) => ({
    id: 1000 + Number(ordinal),
    directoryId: `directory-${ordinal}`,
    lag: behind.includes(ordinal) ? 500 : 0,
    sinceCaughtUpMs: behind.includes(ordinal) ? 60_000 : 100,
  });
  return {
    leaderId: voters === '' ? undefined : 1000 + Number(voters[0]),
    epoch: 1,
    highWatermark: 10,
    voters: [...voters].map(view),
    observers: [...observers].map(view),
  };
}

/** Brokers that are registered, by number; those in `fenced` do not serve. */
export function kafka(
  registered: string,
  partitions: readonly PartitionView[] = [],
  changes: Partial<KafkaView> = {},
  fenced = '',
): KafkaView {
  const brokers = [...registered].map((id) => ({
    id: Number(id),
    host: hostOf(names, 'broker', Number(id)),
    port: 9091,
    rack: undefined,
    isFenced: fenced.includes(id),
  }));
  return {
    clusterId,
    registered: brokers,
    partitions,
    reassignments: [],
    topics: new Map(
      partitions.map(({ topic, replicas }) => [topic, { minIsr: replicas.length > 2 ? 2 : 1, leaderThrottled: '', followerThrottled: '' }]),
    ),
    brokerSettings: new Map(brokers.filter(({ isFenced }) => !isFenced).map(({ id }) => [id, {}])),
    clusterSettings: { 'min.insync.replicas': '2' },
    sizes: new Map(),
    arrived: new Map(),
    ...changes,
  };
}

export type ObservedInput = {
  readonly cluster?: KafkaCluster;
  /** Which pods there are, by ordinal. Default: those that are wanted. */
  readonly brokers?: string;
  readonly controllers?: string;
  readonly claims?: Partial<Observed['claims']>;
  readonly kafka?: KafkaView | undefined;
  readonly quorum?: QuorumView | undefined;
  readonly orders?: Readonly<Record<number, string>>;
  readonly changes?: Partial<Observed>;
};

/** A cluster named cart, with pods of the wanted template that serve where anybody says anything. */
export function observed(input: ObservedInput = {}): Observed {
  const { cluster = kafkaCluster(), changes = {} } = input;
  const wanted = (role: Role) =>
    Array.from({ length: wantedCount({ cluster }, role) }, (_, ordinal) => ordinal)
      .map(String)
      .join('');
  const present = { broker: input.brokers ?? wanted('broker'), controller: input.controllers ?? wanted('controller') };
  const volumes = (role: Role) => input.claims?.[role] ?? [...present[role]].map((ordinal) => claim(role, Number(ordinal)));
  const draft: Observed = {
    now: nowMs,
    cluster,
    names,
    settings: { clusterDomain: 'cluster.local' },
    fresh: { clusterId: 'fresh', directoryIds: Array.from({ length: 9 }, (_, at) => `fresh-${at}`) },
    brokers: [],
    controllers: [],
    quorum: 'quorum' in input ? input.quorum : quorum(wanted('controller')),
    kafka: 'kafka' in input ? input.kafka : kafka(wanted('broker')),
    clients: [],
    former: [],
    missingSecrets: [],
    claims: { broker: volumes('broker'), controller: volumes('controller') },
    storageClasses: [{ name: 'standard', canGrow: true }],
    objects: new Map(),
    nodeAddresses: [],
    ...changes,
  };
  const memberList = (role: Role) => membersIn(draft, role, present[role], input.orders ?? {});
  return { ...draft, brokers: memberList('broker'), controllers: memberList('controller') };
}

function membersIn(draft: Observed, role: Role, present: string, orders: Readonly<Record<number, string>>): readonly KafkaMember[] {
  const set = setOf(names, role);
  const podHash = podHashOf(draft, role);
  const pods = [...present].map((ordinal) => pod(`${set}-${ordinal}`, { podHash, roleLabel: role }));
  const isHeard = role === 'broker' ? draft.kafka !== undefined : draft.quorum !== undefined;
  return membersOf({ set, replicas: wantedCount(draft, role), pods, claims: draft.claims[role] }).map((member) => {
    const order = role === 'controller' ? (orders[member.ordinal] ?? (member.pod && `join ${clusterId}\n`)) : undefined;
    return {
      ...member,
      role,
      nodeId: nodeIdOf(role, member.ordinal),
      host: hostOf(names, role, member.ordinal),
      server: member.pod !== undefined && isHeard ? serving : unreachable,
      ...(order !== undefined && order !== '' && { order }),
      ...(role === 'broker' && member.pod !== undefined && { rack: 'zone1' }),
    };
  });
}

/** The same state with another pod for one member, by its name. */
export function withPod(given: Observed, name: string, changes: Partial<PodView>): Observed {
  const change = (member: KafkaMember): KafkaMember =>
    member.name === name && member.pod !== undefined ? { ...member, pod: { ...member.pod, ...changes } } : member;
  return { ...given, brokers: given.brokers.map(change), controllers: given.controllers.map(change) };
}
