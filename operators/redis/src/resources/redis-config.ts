import type { IntOrString, RedisCluster } from '@dataservices/api';
import { parseQuantity } from '@dataservices/plan';

const logLevels = { Debug: 'debug', Info: 'notice', Warning: 'warning', Error: 'warning' } as const;

/** Part of the memory limit that data may take: the rest is for buffers and for what a fork copies. */
const memoryShare = 0.75;

type Entries = Readonly<Record<string, IntOrString>>;

/** The settings of redis.conf that need a restart when they change. Identity, passwords and addresses are added by the start script. */
export function redisConfig({ spec }: RedisCluster): Entries {
  return {
    port: 6379,
    bind: '* -::*',
    // The default differs between the images; authentication is what protects.
    'protected-mode': 'no',
    dir: '/data',
    loglevel: logLevels[spec.logging.level],
    // A restarted master takes no writes until a replica is in step again, so there is little to gain from waiting for more of them.
    'repl-diskless-sync-delay': 1,
    ...maxMemory(spec.resources?.limits?.memory),
    ...spec.config,
    ...persistence(spec.durability.appendOnly),
    'min-replicas-max-lag': spec.durability.minReplicasMaxLagSeconds,
  };
}

/** Settings that depend on the number of members, and are therefore changed in the running servers and never by a restart. */
export function liveRedisConfig({ spec }: RedisCluster): Readonly<Record<string, string>> {
  const { replicas, durability } = spec;
  const minReplicas = replicas < 3 ? 0 : Math.min(durability.minReplicasToWrite, replicas - 1);
  return { 'min-replicas-to-write': String(minReplicas) };
}

function maxMemory(limit: IntOrString | undefined): Entries {
  const bytes = limit === undefined ? undefined : parseQuantity(limit);
  return bytes === undefined ? {} : { maxmemory: Math.floor(bytes * memoryShare) };
}

function persistence(appendOnly: RedisCluster['spec']['durability']['appendOnly']): Entries {
  return appendOnly === 'no' ? { appendonly: 'no' } : { appendonly: 'yes', appendfsync: appendOnly };
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
