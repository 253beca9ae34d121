import { type AlertCase, series, shop } from './alert-case.ts';

const [first, second] = ['cart-redis-0', 'cart-redis-1'];
const scraped = (pod: string) => series('up', pod, 'app_kubernetes_io_name="redis"');
const up = (pod: string) => series('redis_up', pod);
const role = (pod: string, name: string) => series('redis_instance_info', pod, `role="${name}"`);
const of = (pod: string) => ({ ...shop, pod });

export const redisCases: readonly AlertCase[] = [
  {
    alert: 'RedisWithoutMaster',
    bad: {
      [up(first)]: '1x60',
      [up(second)]: '0x60',
      [role(first, 'slave')]: '1x60',
      [series('redis_master_last_io_seconds_ago', first)]: '-1x60',
    },
    good: { [up(first)]: '1x60', [up(second)]: '0x60', [role(first, 'master')]: '1x60' },
    labels: shop,
  },
  {
    alert: 'RedisWithoutMaster',
    // All wait to be told what they are.
    bad: { [up(first)]: '0x60', [up(second)]: '0x60' },
    // Nobody who could say anything.
    good: { [scraped(first)]: '0x60', [scraped(second)]: '0x60' },
    labels: shop,
  },
  {
    alert: 'RedisWithoutMaster',
    // It is gone with its node, and the connection to it is not over yet.
    bad: { [up(second)]: '1x60', [role(second, 'slave')]: '1x60', [series('redis_master_last_io_seconds_ago', second)]: '1+15x60' },
    // There is one, whose exporter alone is not scraped.
    good: {
      [scraped(first)]: '0x60',
      [up(second)]: '1x60',
      [role(second, 'slave')]: '1x60',
      [series('redis_master_last_io_seconds_ago', second)]: '9x60',
    },
    labels: shop,
  },
  {
    alert: 'RedisTooManyMasters',
    bad: { [role(first, 'master')]: '1x60', [role(second, 'master')]: '1x60' },
    good: { [role(first, 'master')]: '1x8 stale', [role(second, 'master')]: '_x6 1x60', [role(first, 'slave')]: '_x8 1x60' },
    labels: shop,
  },
  {
    alert: 'RedisMasterChanged',
    at: '4m',
    bad: { [role(first, 'master')]: '1x8 _x60', [role(second, 'master')]: '_x10 1x60' },
    good: { [role(first, 'master')]: '1x60', [role(second, 'slave')]: '1x60' },
    labels: shop,
  },
  {
    alert: 'RedisReplicaLinkDown',
    bad: { [series('redis_master_link_up', second)]: '0x60' },
    good: { [series('redis_master_link_up', second)]: '1x8 0x4 1x60' },
    labels: of(second),
  },
  {
    alert: 'RedisReplicaLags',
    bad: { [series('redis_connected_slave_lag_seconds', first, 'slave_ip="10.0.0.2"')]: '11x60' },
    good: { [series('redis_connected_slave_lag_seconds', first, 'slave_ip="10.0.0.2"')]: '1x60' },
    labels: { ...of(first), slave_ip: '10.0.0.2' },
  },
  {
    alert: 'RedisFullResyncs',
    at: '10m',
    bad: { [series('redis_replica_resyncs_full', first)]: '0+1x60' },
    good: { [series('redis_replica_resyncs_full', first)]: '0x20 2x60' },
    labels: shop,
  },
  { alert: 'RedisDown', at: '6m', bad: { [up(first)]: '0x60' }, good: { [up(first)]: '0x16 1x60' }, labels: of(first) },
  {
    alert: 'RedisAppendOnlyFileFails',
    bad: { [series('redis_aof_last_write_status', first)]: '0x60', [series('redis_aof_enabled', first)]: '1x60' },
    good: { [series('redis_aof_last_write_status', first)]: '0x60', [series('redis_aof_enabled', first)]: '0x60' },
    labels: of(first),
  },
  {
    alert: 'RedisSnapshotFails',
    bad: { [series('redis_rdb_last_bgsave_status', first)]: '0x60' },
    good: { [series('redis_rdb_last_bgsave_status', first)]: '1x60' },
    labels: of(first),
  },
  {
    alert: 'RedisMemoryNearlyFull',
    at: '6m',
    bad: { [series('redis_memory_used_bytes', first)]: '95x60', [series('redis_memory_max_bytes', first)]: '100x60' },
    // Without a bound nothing is nearly full.
    good: { [series('redis_memory_used_bytes', first)]: '95x60', [series('redis_memory_max_bytes', first)]: '0x60' },
    labels: of(first),
  },
  {
    alert: 'RedisRejectsConnections',
    bad: { [series('redis_rejected_connections_total', first)]: '0+1x60' },
    good: { [series('redis_rejected_connections_total', first)]: '7x60' },
    labels: of(first),
  },
  {
    alert: 'RedisRefusesWrites',
    at: '7m',
    bad: { [series('redis_errors_total', first, 'err="NOREPLICAS"')]: '0+3x60' },
    // For the seconds in which a master is new; and what clients do wrong.
    good: {
      [series('redis_errors_total', first, 'err="NOREPLICAS"')]: '0x18 40x60',
      [series('redis_errors_total', first, 'err="WRONGTYPE"')]: '0+3x60',
    },
    labels: { ...of(first), err: 'NOREPLICAS' },
  },
];
