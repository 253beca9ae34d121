import { clusterName } from '../labels.ts';
import type { Alert } from './alert.ts';

const member = '{{ $labels.namespace }}/{{ $labels.pod }}';

const down: Alert = {
  name: 'RedisDown',
  severity: 'warning',
  expr: 'redis_up == 0',
  for: '5m',
  summary: `Redis ${member} does not answer`,
  description: `The exporter beside ${member} has not reached Redis for five minutes.`,
  runbook: {
    meaning: 'The container runs and Redis does not answer: it loads its data, waits to be told what it is, or hangs.',
    impact: 'One copy fewer. If it is the master, sentinels elect another one.',
    look: [`The log of the container \`redis\`: it says whom it waits for.`, '`status.members` of the RedisCluster.'],
    remedy: ['Most sentinels must run. Loading takes about ten seconds for each gigabyte. A member that hangs is restarted by its probe.'],
  },
};

const appendOnlyFileFails: Alert = {
  name: 'RedisAppendOnlyFileFails',
  severity: 'critical',
  expr: 'redis_aof_last_write_status == 0 and redis_aof_enabled == 1',
  for: '0s',
  summary: `Redis ${member} cannot write to its disk`,
  description: `The last write of ${member} to its append-only file failed: it refuses writes until one succeeds.`,
  runbook: {
    meaning: 'The volume is full, or broken.',
    impact: 'If it is the master, clients get MISCONF for each write.',
    look: ['The condition `VolumeFull`, VolumeFillsUp, and the log of Redis.'],
    remedy: ['Raise `spec.storage.size`. A broken volume: `dataservices.dev/replace-member: "POD@TOKEN"`.'],
  },
};

const snapshotFails: Alert = {
  name: 'RedisSnapshotFails',
  severity: 'warning',
  expr: 'redis_rdb_last_bgsave_status == 0',
  for: '1m',
  summary: `Redis ${member} cannot save a snapshot`,
  description: `The last snapshot of ${member} failed.`,
  runbook: {
    meaning: 'The fork failed for want of memory, or the disk is full.',
    impact: 'Replicas cannot copy anew from it. Data is safe as long as the append-only file is written.',
    look: ['The log of Redis. Memory of the process against the limit of the container.'],
    remedy: ['Raise the memory limit, or `spec.storage.size`.'],
  },
};

const memoryNearlyFull: Alert = {
  name: 'RedisMemoryNearlyFull',
  severity: 'warning',
  expr: 'redis_memory_used_bytes / (redis_memory_max_bytes > 0) > 0.9',
  for: '5m',
  summary: `Redis ${member} has used {{ $value | humanizePercentage }} of its memory`,
  description: `${member} has been above 90 % of maxmemory for five minutes.`,
  runbook: {
    meaning: 'Data has nearly filled what `maxmemory` allows.',
    impact: 'At the bound, keys are thrown away by `maxmemory-policy`, or writes are refused with OOM.',
    look: ['Does it only grow? Keys without an expiry: `redis_db_keys_expiring` against `redis_db_keys`.'],
    remedy: ['Raise the memory limit, which raises `maxmemory`; let keys expire; choose another `maxmemory-policy`.'],
  },
};

const rejectsConnections: Alert = {
  name: 'RedisRejectsConnections',
  severity: 'warning',
  expr: 'increase(redis_rejected_connections_total[5m]) > 0',
  for: '0s',
  summary: `Redis ${member} rejects connections`,
  description: `${member} of ${clusterName} has rejected {{ $value | humanize }} connections within five minutes: maxclients is reached.`,
  runbook: {
    meaning: 'There are more connections than `maxclients` allows.',
    impact: 'New clients are refused; the operator, sentinels and probes may be among them.',
    look: ['`CLIENT LIST`: who has so many? Clients without a pool, or ones that do not close.'],
    remedy: ['Mend the clients. Raise `maxclients` in `spec.config`, with memory for it.'],
  },
};

const refusesWrites: Alert = {
  name: 'RedisRefusesWrites',
  severity: 'critical',
  expr: 'increase(redis_errors_total{err="NOREPLICAS"}[2m]) > 0',
  for: '3m',
  summary: `Redis ${member} refuses writes for want of replicas`,
  description: `Clients of ${member} have got NOREPLICAS for three minutes: fewer replicas keep up than \`durability.minReplicasToWrite\` asks for.`,
  runbook: {
    meaning: 'What clients were told. A master that was just made has no replica in step for some seconds.',
    impact: 'Writes fail; reads go on.',
    look: [
      'RedisReplicaLinkDown and RedisReplicaLags: which replica, and why?',
      'Available of the RedisCluster is False with the reason TooFewReplicas.',
    ],
    remedy: [
      'Mend the replicas. While they copy everything, wait.',
      'Lower `durability.minReplicasToWrite` if the writes matter more than what may be lost with the master: it needs no restart.',
    ],
  },
};

export const redisServerAlerts: readonly Alert[] = [
  refusesWrites,
  down,
  appendOnlyFileFails,
  snapshotFails,
  memoryNearlyFull,
  rejectsConnections,
];
