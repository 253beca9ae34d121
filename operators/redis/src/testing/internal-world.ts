import type { RedisAction } from '../action.ts';
import type { Digests, InternalPasswords } from '../observed.ts';
import { markOf } from '../plan/password-mark.ts';
import type { AclUser } from '../resources/acl-file.ts';
import { internalUsers } from '../resources/internal-secret.ts';

/** What a pod presents. Its scripts and the exporter read what is mounted; the server and the sentinel are told. */
type PodPasswords = {
  readonly mounted: Digests;
  readonly toMaster: string;
  readonly toServers: string;
  readonly toSentinels: string;
  readonly mark: number;
};

/** The passwords of the parts of the cluster among themselves: their Secret, and what every pod has of it. */
export type InternalWorld = {
  readonly secret: InternalPasswords;
  readonly pods: Readonly<Record<string, PodPasswords>>;
  /** The request that was made last. */
  readonly asked?: string;
  /** How often new ones were made. */
  readonly made: number;
};

/** Of a sentinel that was not told anything yet. */
const unmarked = 180_000;

export function newInternalWorld(pods: readonly string[]): InternalWorld {
  const empty: InternalWorld = { secret: { current: generation(0) }, pods: {}, made: 0 };
  return pods.reduce(freshPod, empty);
}

function generation(number: number): Digests {
  return Object.fromEntries(internalUsers.map((user) => [user, `${user}-${number}`]));
}

/** A pod that has just been made reads the Secret as it is. */
export function freshPod(world: InternalWorld, pod: string): InternalWorld {
  const { current } = world.secret;
  const [replication = '', sentinel = ''] = [current.replication, current.sentinel];
  return withPod(world, pod, {
    mounted: current,
    toMaster: replication,
    toServers: sentinel,
    toSentinels: sentinel,
    mark: markOf(sentinel),
  });
}

function withPod(world: InternalWorld, pod: string, changes: Partial<PodPasswords>): InternalWorld {
  const before = world.pods[pod];
  return { ...world, pods: { ...world.pods, [pod]: { ...before, ...changes } as PodPasswords } };
}

/** Its kubelet brings the Secret. */
export function mounts(world: InternalWorld, pod: string): InternalWorld {
  return withPod(world, pod, { mounted: world.secret.current });
}

/** The start script has the server present what is mounted. */
export function loads(world: InternalWorld, pod: string): InternalWorld {
  return withPod(world, pod, { toMaster: world.pods[pod]?.mounted.replication ?? '' });
}

/** A sentinel that restarts in its pod has its configuration, and no mark. */
export function restarts(world: InternalWorld, pod: string): InternalWorld {
  return withPod(world, pod, { mark: unmarked });
}

/** What an action brings about that reached whom it is for. */
export function performInternally(world: InternalWorld, action: RedisAction): InternalWorld {
  if (action.kind === 'change-passwords') return changeSecret(world, action);
  if (action.kind !== 'tune-sentinel') return world;
  const sentinel = world.secret.current.sentinel ?? '';
  return withPod(world, action.pod, { toServers: sentinel, toSentinels: sentinel, mark: markOf(sentinel) });
}

function changeSecret(world: InternalWorld, action: Extract<RedisAction, { kind: 'change-passwords' }>): InternalWorld {
  const { next, previous, ...rest } = world.secret;
  switch (action.change) {
    case 'begin':
      if (next !== undefined || previous !== undefined) return world;
      return { ...world, made: world.made + 1, secret: { ...rest, next: generation(world.made + 1), rotation: action.token } };
    case 'switch':
      return next === undefined ? world : { ...world, secret: { ...rest, current: next, previous: rest.current } };
    case 'finish':
      return { ...world, secret: { ...rest, ...(next !== undefined && { next }) } };
  }
}

type Server = { readonly users: readonly AclUser[]; readonly isRunning: boolean };

/** Which part of the cluster is refused by whom; undefined where none is. */
export function refusedPart({ secret, pods }: InternalWorld, servers: Readonly<Record<string, Server>>): string | undefined {
  const running = Object.entries(servers).filter(([, { isRunning }]) => isRunning);
  const presented = running.flatMap(([pod]) => partsOf(pod, pods[pod]));
  for (const { user, digest, to } of [{ user: 'operator', digest: secret.current.operator, to: /./ }, ...presented]) {
    for (const [name, { users }] of running.filter(([pod]) => to.test(pod))) {
      const known = users.find((one) => one.name === user);
      if (known !== undefined && digest !== undefined && !known.digests.includes(digest))
        return `${user} with ${digest} by ${name}, which takes ${known.digests.join(', ')}`;
    }
  }
  return undefined;
}

function partsOf(pod: string, passwords: PodPasswords | undefined) {
  if (passwords === undefined) return [];
  const { mounted, toMaster, toServers, toSentinels } = passwords;
  if (pod.includes('sentinel')) {
    return [
      { user: 'sentinel', digest: toServers, to: /redis-\d/ },
      { user: 'sentinel', digest: toSentinels, to: /sentinel/ },
    ];
  }
  return [
    { user: 'replication', digest: toMaster, to: /redis-\d/ },
    { user: 'member', digest: mounted.member, to: /./ },
    { user: 'exporter', digest: mounted.exporter, to: new RegExp(`^${pod}$`) },
  ];
}
