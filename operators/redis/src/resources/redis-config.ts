import { type IntOrString, type RedisCluster, redisRestartSettings } from '@dataservices/api';
import { parseQuantity } from '@dataservices/plan';

const logLevels = { Debug: 'debug', Info: 'notice', Warning: 'warning', Error: 'warning' } as const;

/** Part of the memory limit that data may take: the rest is for buffers and for what a fork copies. */
export const memoryShare = 0.75;

type Entries = Readonly<Record<string, IntOrString>>;

/** The beginning of every redis.conf, the same for all but that TLS listens elsewhere. Identity, passwords, addresses and persistence are added by the start script. */
export function fixedRedisConfig({ spec }: RedisCluster): Entries {
  return {
    ...listening(spec.tls.mode),
    bind: '* -::*',
    // The default differs between the images; authentication is what protects.
    'protected-mode': 'no',
    dir: '/data',
  };
}

/** The settings that are changed in running servers, and never by a restart. */
export function liveRedisConfig({ spec }: RedisCluster): Readonly<Record<string, string>> {
  const { replicas, durability } = spec;
  const settings: Entries = {
    loglevel: logLevels[spec.logging.level],
    // A restarted master takes no writes until a replica is in step again, so there is little to gain from waiting for more of them.
    'repl-diskless-sync-delay': 1,
    ...maxMemory(spec.resources?.limits?.memory),
    ...Object.fromEntries(Object.entries(spec.config ?? {}).filter(([key]) => !redisRestartSettings.has(key))),
    ...persistence(durability.appendOnly),
    'min-replicas-max-lag': durability.minReplicasMaxLagSeconds,
    'min-replicas-to-write': replicas < 3 ? 0 : Math.min(durability.minReplicasToWrite, replicas - 1),
  };
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
}

/** The settings that only a restart changes. They are part of the pod, so that one that restarts by itself keeps those it ran with. */
export function restartRedisConfig({ spec }: RedisCluster): Readonly<Record<string, string>> {
  const entries = Object.entries(spec.config ?? {}).filter(([key]) => redisRestartSettings.has(key));
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

/** The field of a RedisCluster that a setting comes from, for whoever has to change it. */
export function fieldOf({ spec }: RedisCluster, key: string): string {
  if (spec.config?.[key] !== undefined) return `spec.config.${key}`;
  switch (key) {
    case 'loglevel':
      return 'spec.logging.level';
    case 'maxmemory':
      return 'spec.resources.limits.memory';
    case 'appendonly':
    case 'appendfsync':
      return 'spec.durability.appendOnly';
    case 'min-replicas-max-lag':
      return 'spec.durability.minReplicasMaxLagSeconds';
    case 'min-replicas-to-write':
      return 'spec.durability.minReplicasToWrite';
    default:
      return `spec.config.${key}`;
  }
}

/** Nobody is asked for a certificate: everybody proves who they are by password, and a user's certificate need not be one for clients. */
function listening(mode: RedisCluster['spec']['tls']['mode']): Entries {
  if (mode === 'Disabled') return { port: 6379 };
  return { port: 0, 'tls-port': 6379, 'tls-replication': 'yes', 'tls-auth-clients': 'no' };
}

function maxMemory(limit: IntOrString | undefined): Entries {
  const bytes = limit === undefined ? undefined : parseQuantity(limit);
  return bytes === undefined ? {} : { maxmemory: Math.floor(bytes * memoryShare) };
}

/**
 * A running server begins an append-only file, and its pod restarts when that is whole. It does not end one: until it restarts without, the
 * file is all that it would start again with.
 */
function persistence(appendOnly: RedisCluster['spec']['durability']['appendOnly']): Entries {
  return appendOnly === 'no' ? {} : { appendonly: 'yes', appendfsync: appendOnly };
}

/**
 * The text of a redis.conf.
 *
 * @throws RangeError for a key or a value that could become another directive
 */
export function renderRedisConfig(entries: Entries): string {
  return Object.entries(entries)
    .map(([key, value]) => `${renderKey(key)} ${renderValue(key, String(value))}\n`)
    .join('');
}

function renderKey(key: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(key)) throw new RangeError(`config key ${JSON.stringify(key)} is not a name of a Redis setting`);
  return key;
}

/** Words stay bare, because settings such as `save` take several; anything else becomes one quoted word. */
function renderValue(key: string, value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get in
  if (/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(value))
    throw new RangeError(`config.${key} has a line break or control character; write it on one line`);
  return /^[\w.,:+*/-][\w .,:+*/-]*$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`;
}
