import { parseRedisCluster, type RedisCluster, type RedisClusterSpecInput, type RedisClusterStatus } from '@dataservices/api';
import type { ClaimView, PodView } from '@dataservices/members';
import type { LobbyView, MonitoringView, SentinelView, ServerView, ServingView } from '../client/port.ts';
import { hostOf, namesOf } from '../names.ts';
import type { ClientSecrets, DataMember, Observed, ObservedSecrets, SentinelMember } from '../observed.ts';
import { internalUsers } from '../resources/internal-secret.ts';
import { liveRedisConfig } from '../resources/redis-config.ts';
import { podHashOf } from '../resources/stateful-sets.ts';

export const nowMs = Date.parse('2026-01-01T00:00:00Z');
export const clusterId = 'c0ffee';

/** Digests are named after what they are of. */
export const appSecrets: ClientSecrets = {
  user: 'app',
  wanted: { text: 'secret', digest: 'new' },
  bound: { text: 'secret', digest: 'new', sinceMs: nowMs },
};

const current = Object.fromEntries(internalUsers.map((user) => [user, `${user}-digest`]));

/** Of a cluster whose passwords are the same everywhere. */
export const settledSecrets: ObservedSecrets = {
  missing: [],
  clients: [appSecrets],
  internal: { current },
  former: [],
  sentinelPassword: 'secret',
};

export const noSecrets: ObservedSecrets = { missing: [], clients: [], internal: { current: {} }, former: [] };

export const names = namesOf({ namespace: 'shop', name: 'cart', clusterDomain: 'cluster.local' });

export function redisCluster(spec: RedisClusterSpecInput = {}, status: Partial<RedisClusterStatus> = {}): RedisCluster {
  const parsed = parseRedisCluster({
    apiVersion: 'dataservices.dev/v1alpha1',
    kind: 'RedisCluster',
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

export function serving(role: 'master' | 'replica', changes: Partial<ServingView> = {}): ServingView {
  return {
    state: 'serving',
    role,
    ...(role === 'replica' && { masterHost: host(0) }),
    isLinkUp: true,
    isLoading: false,
    isSyncing: false,
    isElectable: true,
    lineage: { replid: 'r1', offset: 100 },
    version: '8.0.2',
    product: 'redis',
    usedMemory: 2_000_000,
    isRewriting: false,
    isWriteFailing: false,
    liveConfig: liveRedisConfig(redisCluster()),
    ...changes,
  };
}

export function lobby(content: LobbyView['content'], changes: Partial<LobbyView> = {}): LobbyView {
  return { state: 'lobby', isRefusing: false, isFull: false, content, lineage: { offset: 0 }, ...changes };
}

export const unreachable: ServerView & SentinelView = { state: 'unreachable', error: 'not reachable' };

export function monitoring(masterOrdinal: number, changes: Partial<MonitoringView> = {}): MonitoringView {
  return {
    state: 'monitoring',
    masterHost: host(masterOrdinal),
    configEpoch: 0,
    isFailoverInProgress: false,
    isMasterDown: false,
    sinceLastPingReplyMs: 100,
    electable: [0, 1, 2, 3, 4].filter((ordinal) => ordinal !== masterOrdinal).map(host),
    foremost: [host(masterOrdinal === 0 ? 1 : 0)],
    knownSentinels: 3,
    strangersForMs: {},
    settings: { quorum: 2, downAfterMilliseconds: 5000, failoverTimeoutMilliseconds: 15_000, infoPeriodMilliseconds: 1_000 },
    ...changes,
  };
}

/** The same state with another pod for one sentinel. */
export function withSentinelPod(given: Observed, ordinal: number, changes: Partial<PodView>): Observed {
  const sentinels = given.sentinels.map((sentinel) =>
    sentinel.ordinal === ordinal && sentinel.pod !== undefined ? { ...sentinel, pod: { ...sentinel.pod, ...changes } } : sentinel,
  );
  return { ...given, sentinels };
}

/** The same state with another pod for one member; undefined for none. */
export function withPod(given: Observed, ordinal: number, changes: Partial<PodView> | undefined): Observed {
  const members = given.members.map((member) => {
    if (member.ordinal !== ordinal) return member;
    const { pod: before, ...rest } = member;
    return changes === undefined || before === undefined ? rest : { ...rest, pod: { ...before, ...changes } };
  });
  return { ...given, members };
}

export type ObservedInput = {
  readonly cluster?: RedisCluster;
  readonly servers: readonly ServerView[];
  readonly sentinels: readonly SentinelView[];
  readonly claims?: readonly ClaimView[];
  readonly changes?: Partial<Observed>;
};

/** A cluster named cart, with pods of the wanted template for every server and sentinel given. */
export function observed({ cluster = redisCluster({}, { clusterId }), servers, sentinels, claims, changes = {} }: ObservedInput): Observed {
  const volumes = claims ?? servers.map((_, ordinal) => claim(ordinal));
  const draft: Observed = {
    now: nowMs,
    cluster,
    names,
    settings: { clusterDomain: 'cluster.local' },
    freshClusterId: 'f4e54',
    members: [
      ...servers.map((server, ordinal) => dataMember(ordinal, server, volumes)),
      ...volumes.filter(({ ordinal }) => ordinal >= servers.length).map(volumeOnly),
    ],
    sentinels: sentinels.map((view, ordinal) => sentinelMember(ordinal, view)),
    claims: volumes,
    storageClasses: [{ name: 'standard', canGrow: true }],
    objects: new Map(),
    secrets: settledSecrets,
    reach: new Map(),
  };
  return { ...withCurrentHashes(draft), ...changes };
}

export function claim(ordinal: number, changes: Partial<ClaimView> = {}): ClaimView {
  return {
    name: `data-cart-redis-${ordinal}`,
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

function dataMember(ordinal: number, server: ServerView, claims: readonly ClaimView[]): DataMember {
  const name = `${names.data}-${ordinal}`;
  const volume = claims.find((candidate) => candidate.ordinal === ordinal);
  return { name, ordinal, host: host(ordinal), pod: pod(name), ...(volume !== undefined && { claim: volume }), server };
}

/** A member that has left its volume behind. */
function volumeOnly(volume: ClaimView): DataMember {
  const { ordinal } = volume;
  return {
    name: `${names.data}-${ordinal}`,
    ordinal,
    host: host(ordinal),
    claim: volume,
    server: { state: 'unreachable', error: 'has no address yet' },
  };
}

function sentinelMember(ordinal: number, view: SentinelView): SentinelMember {
  const name = `${names.sentinel}-${ordinal}`;
  return { name, ordinal, host: hostOf(names, name), pod: pod(name), view };
}

function withCurrentHashes(draft: Observed): Observed {
  const hashed =
    <T extends { readonly pod?: PodView }>(component: 'data' | 'sentinel') =>
    (member: T): T =>
      member.pod === undefined ? member : { ...member, pod: { ...member.pod, podHash: podHashOf(draft, component) } };
  return { ...draft, members: draft.members.map(hashed('data')), sentinels: draft.sentinels.map(hashed('sentinel')) };
}
