/**
 * The settings of `spec.config` that a running server refuses to change ("immutable config"): the same in Redis 7.0, 7.4, 8.0 and 8.2 and
 * in Valkey 8, as far as these have them. All others are set without a restart. A scenario asks running servers whether it is still so.
 */
export const redisRestartSettings: ReadonlySet<string> = new Set([
  'aof-rewrite-cpulist',
  'bgsave-cpulist',
  'bio-cpulist',
  'databases',
  'disable-thp',
  'io-threads',
  'io-threads-do-reads',
  'rdbchecksum',
  'server-cpulist',
  'tcp-backlog',
]);
