import { majorityValue } from '@dataservices/plan';
import type { AccessView, MonitoringView, RedisPort, SentinelView, ServerView, Target } from '../client/port.ts';
import { RedisError } from '../client/redis-error.ts';
import type { AccessRules } from '../resources/access-control.ts';
import type { AclUser } from '../resources/acl-file.ts';
import { liveRedisConfig } from '../resources/redis-config.ts';
import { lobby, monitoring, redisCluster, serving } from './observed-builder.ts';

type Server = { readonly ip: string; readonly masterHost?: string; readonly config: Readonly<Record<string, string>> };
type Sentinel = { readonly ip: string } & Pick<MonitoringView, 'masterHost' | 'settings'>;
type Users = { readonly ip: string; readonly list: readonly AclUser[] };

export type SimulatedRedis = {
  readonly port: RedisPort;
  /** The identities that it was founded with: two are two clusters. */
  readonly founded: readonly string[];
};

/**
 * Servers and sentinels of one cluster, as far as it takes to make and scale one: who starts waits in the lobby, and leads or follows once a
 * majority of the sentinels names somebody. A pod with another address is a new process; what its volume holds stays. Nothing fails over
 * unless a sentinel is asked to.
 */
export function simulatedRedis(sentinelCount: number): SimulatedRedis {
  const volumes = new Map<string, string>();
  const servers = new Map<string, Server>();
  const sentinels = new Map<string, Sentinel>();
  const users = new Map<string, Users>();
  const founded: string[] = [];

  /** Rules are worded as they are asked for. */
  function access(target: Target, rules: readonly AccessRules[]): { readonly access: AccessView } {
    const expected = Object.fromEntries(rules.map((wanted) => [wanted.name, { rules: wanted.rules }]));
    return { access: { users: running(users, target)?.list ?? [], expected } };
  }

  function changeUsers(target: Target, change: (list: readonly AclUser[]) => readonly AclUser[]): void {
    users.set(target.pod, { ip: target.ip, list: change(running(users, target)?.list ?? []) });
  }

  function named(): string | undefined {
    return majorityValue(
      [...sentinels.values()].map(({ masterHost }) => masterHost),
      sentinelCount,
    );
  }

  /** What the start script of a data container does once it hears of a leader. */
  function leaveLobby({ pod, ip }: Target): void {
    const masterHost = named();
    if (masterHost === undefined) return;
    const leader = podOf(masterHost);
    if (leader === pod && volumes.has(pod)) servers.set(pod, { ip, config: startConfig });
    const data = volumes.get(leader);
    if (leader === pod || data === undefined || !servers.has(leader)) return;
    volumes.set(pod, data);
    servers.set(pod, { ip, masterHost, config: startConfig });
  }

  function observeData(target: Target, rules: readonly AccessRules[]): ServerView {
    if (running(servers, target) === undefined) leaveLobby(target);
    const server = running(servers, target);
    if (server === undefined) return lobby(volumes.has(target.pod) ? 'held' : 'empty');
    const { masterHost, config } = server;
    return serving(masterHost === undefined ? 'master' : 'replica', {
      ...(masterHost !== undefined && { masterHost }),
      liveConfig: config,
      ...access(target, rules),
    });
  }

  function observeSentinel(target: Target, rules: readonly AccessRules[]): SentinelView {
    const sentinel = running(sentinels, target);
    if (sentinel === undefined) return { state: 'bare', ...access(target, rules) };
    const { masterHost, settings } = sentinel;
    const electable = [...servers.keys()].map((pod) => masterHost.replace(podOf(masterHost), pod)).filter((host) => host !== masterHost);
    const favourite = electable.find((host) => priorityOf(podOf(host)) < 100);
    const known = { masterHost, settings, electable, knownSentinels: sentinels.size, ...access(target, rules) };
    return monitoring(0, { ...known, ...(favourite !== undefined && { favourite }) });
  }

  function found({ pod, ip }: Target, clusterId: string): void {
    if (volumes.has(pod)) throw new RedisError('Refused', `${pod} holds data`);
    founded.push(clusterId);
    volumes.set(pod, clusterId);
    servers.set(pod, { ip, config: startConfig });
  }

  function demand<Process extends { readonly ip: string }>(processes: ReadonlyMap<string, Process>, target: Target): Process {
    const process = running(processes, target);
    if (process === undefined) throw new RedisError('Unreachable', `${target.pod} does not run`);
    return process;
  }

  /** The replica with the lowest priority leads, and everybody but the old master knows. */
  function failOver(sentinel: Sentinel): void {
    const old = podOf(sentinel.masterHost);
    const replicas = [...servers.keys()].filter((pod) => pod !== old).toSorted((a, b) => priorityOf(a) - priorityOf(b));
    const [next] = replicas;
    if (next === undefined) throw new RedisError('NoGoodReplica', `${old} has no replica`);
    const masterHost = sentinel.masterHost.replace(old, next);
    for (const pod of replicas) {
      const { masterHost: _, ...server } = servers.get(pod) ?? { ip: '', config: startConfig };
      servers.set(pod, pod === next ? server : { ...server, masterHost });
    }
    for (const [pod, other] of sentinels) sentinels.set(pod, { ...other, masterHost });
  }

  function priorityOf(pod: string): number {
    return Number(servers.get(pod)?.config['replica-priority'] ?? 100);
  }

  const port: RedisPort = {
    promote: refuse('REPLICAOF NO ONE'),
    replicaOf: async (target, masterHost) => void servers.set(target.pod, { ...demand(servers, target), masterHost }),
    disconnectClients: async (target) => void demand(servers, target),
    pauseWrites: async (target) => void demand(servers, target),
    resumeWrites: async (target) => void demand(servers, target),
    failover: async (target) => failOver(demand(sentinels, target)),
    observeData: async (target, _, __, rules) => observeData(target, rules),
    observeSentinel: async (target, _, rules) => observeSentinel(target, rules),
    setUser: async (target, user) => changeUsers(target, (list) => [...list.filter(({ name }) => name !== user.name), user]),
    deleteUser: async (target, removed) => changeUsers(target, (list) => list.filter(({ name }) => name !== removed)),
    found: async (target, clusterId) => found(target, clusterId),
    setConfig: async (target, settings) => {
      const server = running(servers, target);
      if (server !== undefined) servers.set(target.pod, { ...server, config: { ...server.config, ...settings } });
      return settings;
    },
    monitor: async ({ pod, ip }, { host, settings }) => void sentinels.set(pod, { ip, masterHost: host, settings }),
    tuneSentinel: async (target, { settings }) => {
      const sentinel = running(sentinels, target);
      if (sentinel !== undefined) sentinels.set(target.pod, { ...sentinel, settings });
    },
    reconnect: async () => {},
    forgetMaster: async ({ pod }) => void sentinels.delete(pod),
  };
  return { port, founded };
}

const startConfig = liveRedisConfig(redisCluster());

const refuse = (command: string) => async () => {
  throw new RedisError('Refused', `${command} is not simulated`);
};

function running<Process extends { readonly ip: string }>(
  processes: ReadonlyMap<string, Process>,
  { pod, ip }: Target,
): Process | undefined {
  const process = processes.get(pod);
  return process?.ip === ip ? process : undefined;
}

function podOf(host: string): string {
  return host.slice(0, host.indexOf('.'));
}
