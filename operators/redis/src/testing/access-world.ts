import type { RedisCluster, RedisClusterSpecInput } from '@dataservices/api';
import type { KubeObject } from '@dataservices/plan';
import type { RedisAction } from '../action.ts';
import type { AccessView } from '../client/port.ts';
import { clientSecretNames, namesOf } from '../names.ts';
import type { ClientSecrets, Observed, StoredAcl } from '../observed.ts';
import { type AccessRules, redisUsers, sentinelUsers } from '../resources/access-control.ts';
import { type AclUser, parseAclFile } from '../resources/acl-file.ts';
import { freshPod, type InternalWorld, newInternalWorld, performInternally } from './internal-world.ts';
import { monitoring, nowMs, observed, redisCluster, serving, unreachable, withPod } from './observed-builder.ts';

/** A server, with the list that it saved as well: a container that restarts comes back as it was. */
export type AccessServer = { readonly users: readonly AclUser[]; readonly isRunning: boolean; readonly isCutOff: boolean };

type Binding = { readonly digest: string; readonly sinceMs: number };

/** As much of the world as users and their passwords are about. A password is called as its digest, and has no spaces. */
export type AccessWorld = {
  readonly now: number;
  readonly spec: RedisClusterSpecInput;
  /** Of each client: what its Secret says. */
  readonly wanted: Readonly<Record<string, string>>;
  /** Three members and three sentinels, by pod. */
  readonly servers: Readonly<Record<string, AccessServer>>;
  readonly acl?: StoredAcl;
  readonly internal: InternalWorld;
  readonly bindings: Readonly<Record<string, Binding>>;
  /** What bindings have shown before, and until when. */
  readonly shown: readonly { readonly user: string; readonly digest: string; readonly untilMs: number }[];
};

const names = namesOf({ namespace: 'shop', name: 'cart', clusterDomain: 'cluster.local' });

export const accessPods = [0, 1, 2].flatMap((ordinal) => [`cart-redis-${ordinal}`, `cart-redis-sentinel-${ordinal}`]);

/** Servers that have started and know nobody yet. */
export function newAccessWorld(spec: RedisClusterSpecInput, wanted: Readonly<Record<string, string>>): AccessWorld {
  const servers = Object.fromEntries(accessPods.map((pod) => [pod, { users: [], isRunning: true, isCutOff: false }]));
  return { now: nowMs, spec, wanted, servers, internal: newInternalWorld(accessPods), bindings: {}, shown: [] };
}

const parsed = new WeakMap<object, RedisCluster>();

export function clusterOf({ spec, internal: { asked, secret } }: AccessWorld): RedisCluster {
  const cluster = parsed.get(spec) ?? redisCluster(spec, { clusterId: 'c0ffee' });
  parsed.set(spec, cluster);
  const isDone = secret.rotation === asked && secret.next === undefined && secret.previous === undefined;
  if (asked === undefined || isDone) return cluster;
  const request = { name: 'rotate-passwords', token: asked, state: 'Running', message: 'asked for' };
  return { ...cluster, status: { ...cluster.status, requests: [request] } };
}

export function observeAccess(world: AccessWorld): Observed {
  const { now, acl } = world;
  const cluster = clusterOf(world);
  const access = (pod: string) => accessOf(world, pod);
  const servers = [0, 1, 2].map((at) => {
    const view = access(`cart-redis-${at}`);
    const presents = world.internal.pods[`cart-redis-${at}`]?.toMaster ?? '';
    return view === undefined ? unreachable : serving(at === 0 ? 'master' : 'replica', { access: view, presents });
  });
  const sentinels = [0, 1, 2].map((at) => {
    const view = access(`cart-redis-sentinel-${at}`);
    const { toSentinels = '', mark = 0 } = world.internal.pods[`cart-redis-sentinel-${at}`] ?? {};
    return view === undefined ? unreachable : monitoring(0, { access: view, presents: { toSentinels, mark } });
  });
  const { secrets } = observed({ cluster, servers, sentinels });
  const clients = ['app', ...cluster.spec.users.map(({ name }) => name)].map((user) => clientOf(world, user));
  const given = observed({
    cluster,
    servers,
    sentinels,
    changes: { now, secrets: { ...secrets, internal: world.internal.secret, clients, ...(acl !== undefined && { acl }) } },
  });
  return [0, 1, 2].reduce(
    (before, at) => (world.servers[`cart-redis-${at}`]?.isRunning === true ? before : withPod(before, at, undefined)),
    given,
  );
}

function clientOf({ wanted, bindings }: AccessWorld, user: string): ClientSecrets {
  const [digest, bound] = [wanted[user], bindings[user]];
  return {
    user,
    ...(digest !== undefined && { wanted: { text: digest, digest } }),
    ...(bound !== undefined && { bound: { text: bound.digest, ...bound } }),
  };
}

/** Rules are worded as they are asked for; what contains `+nosuch` is refused. */
function accessOf(world: AccessWorld, pod: string): AccessView | undefined {
  const server = world.servers[pod];
  if (server === undefined || !server.isRunning || server.isCutOff) return undefined;
  const rules = isSentinel(pod) ? sentinelUsers(clusterOf(world)) : redisUsers(clusterOf(world));
  return { users: server.users, expected: Object.fromEntries(rules.map((wanted) => [wanted.name, outcomeOf(wanted)])) };
}

function outcomeOf({ rules }: AccessRules) {
  return rules.includes('+nosuch') ? { refusal: "Error in modifier '+nosuch'" } : { rules };
}

export function isSentinel(pod: string): boolean {
  return pod.includes('sentinel');
}

export function performAccess(world: AccessWorld, action: RedisAction): AccessWorld {
  if (action.kind === 'change-passwords') return { ...world, internal: performInternally(world.internal, action) };
  if (action.kind !== 'set-user' && action.kind !== 'delete-user' && action.kind !== 'tune-sentinel') return world;
  const server = world.servers[action.pod];
  if (server === undefined || !server.isRunning || server.isCutOff) return world;
  if (action.kind === 'tune-sentinel') return { ...world, internal: performInternally(world.internal, action) };
  const name = action.kind === 'set-user' ? action.user.name : action.name;
  const others = server.users.filter((user) => user.name !== name);
  const users = action.kind === 'set-user' ? [...others, action.user] : others;
  return { ...world, servers: { ...world.servers, [action.pod]: { ...server, users } } };
}

/** What an apply of the Secrets brings about; of other objects nothing. */
export function applyAccess(world: AccessWorld, objects: readonly KubeObject[]): AccessWorld {
  return objects.reduce(
    (before, object) => applyOne(before, object as KubeObject & { readonly data?: Readonly<Record<string, string>> }),
    world,
  );
}

function applyOne(
  world: AccessWorld,
  { kind, metadata, data }: KubeObject & { readonly data?: Readonly<Record<string, string>> },
): AccessWorld {
  if (kind !== 'Secret' || data === undefined) return world;
  const text = (key: string) => atob(data[key] ?? '');
  if (metadata.name === names.aclSecret) {
    const users = text('users')
      .split('\n')
      .filter((line) => line !== '');
    return { ...world, acl: { redis: parseAclFile(text('redis.acl')), sentinel: parseAclFile(text('sentinel.acl')), users } };
  }
  const user = Object.keys(world.wanted).find((name) => clientSecretNames(names, name).binding === metadata.name);
  if (user === undefined) return world;
  const before = world.bindings[user];
  const binding = { digest: text('password'), sinceMs: Date.parse(metadata.annotations?.['dataservices.dev/password-since'] ?? '') };
  const isChanged = before !== undefined && before.digest !== binding.digest;
  const shown = isChanged ? [...world.shown, { user, digest: before.digest, untilMs: world.now }] : world.shown;
  return { ...world, bindings: { ...world.bindings, [user]: binding }, shown };
}

/** Starts or stops a pod, or replaces it: a new one reads the Secret as it is. */
export function withServer(world: AccessWorld, pod: string, changes: Partial<AccessServer>): AccessWorld {
  const server = world.servers[pod];
  return server === undefined ? world : { ...world, servers: { ...world.servers, [pod]: { ...server, ...changes } } };
}

export function startedAnew(world: AccessWorld, pod: string): AccessWorld {
  const users = (isSentinel(pod) ? world.acl?.sentinel : world.acl?.redis) ?? [];
  return withServer({ ...world, internal: freshPod(world.internal, pod) }, pod, { users, isRunning: true, isCutOff: false });
}

/** Who is refused although it presents what its binding shows, or showed so lately that it may not have looked again; undefined where nobody is. */
export function refusedClient(world: AccessWorld): string | undefined {
  const graceMs = clusterOf(world).spec.auth.previousPasswordSeconds * 1000;
  const lately = world.shown.filter(({ untilMs }) => world.now - untilMs < graceMs);
  const users = ['app', ...clusterOf(world).spec.users.map(({ name }) => name)];
  const presented = [...lately, ...Object.entries(world.bindings).map(([user, { digest }]) => ({ user, digest }))];
  for (const { user, digest } of presented.filter((one) => users.includes(one.user))) {
    for (const [pod, { users: known, isRunning }] of Object.entries(world.servers)) {
      const accepted = known.find(({ name }) => name === user)?.digests ?? [];
      if (isRunning && !accepted.includes(digest)) return `${user} with ${digest} by ${pod}, which takes ${accepted.join(', ') || 'none'}`;
    }
  }
  return undefined;
}
