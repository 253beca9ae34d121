import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';

export const redisReplicationRow: Row = {
  title: 'Replication',
  panels: [
    {
      title: 'Masters',
      description: 'Members that say that they are a master. Exactly one, but for the seconds of a failover.',
      view: 'Stat',
      unit: 'none',
      queries: [{ expr: `count(redis_instance_info{role="master",${ofCluster}}) or vector(0)`, legend: 'masters' }],
      alert: 'RedisWithoutMaster',
    },
    {
      title: 'Members that answer',
      description: 'Exporters that reach the Redis beside them.',
      view: 'Stat',
      unit: 'none',
      queries: [{ expr: `sum(redis_up{${ofCluster}})`, legend: 'members' }],
      alert: 'RedisDown',
    },
    {
      title: 'Roles',
      description: '1 master, 0 replica; a gap where a member does not answer, or waits to be told what it is.',
      view: 'States',
      unit: 'none',
      queries: [
        {
          expr: `max by (pod) (redis_instance_info{role="master",${ofCluster}} * 1 or redis_instance_info{role="slave",${ofCluster}} * 0)`,
          legend: '{{pod}}',
        },
      ],
      alert: 'RedisTooManyMasters',
    },
    {
      title: 'Replicas of the master',
      description: 'Connected to whoever is a master: one less than there are members.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `redis_connected_slaves{${ofCluster}}`, legend: '{{pod}}' }],
      alert: 'RedisRefusesWrites',
    },
    {
      title: 'Behind the master',
      description: "Bytes of the master's stream that a replica has not confirmed. What is lost if the master is lost at this moment.",
      view: 'TimeSeries',
      unit: 'bytes',
      queries: [
        {
          expr: `sum by (pod) (redis_master_repl_offset{${ofCluster}}) - on (pod) group_right () redis_connected_slave_offset_bytes{${ofCluster}}`,
          legend: '{{slave_ip}} of {{pod}}',
        },
      ],
      alert: 'RedisReplicaLags',
    },
    {
      title: 'Seconds since a replica confirmed',
      description: 'Replicas confirm once a second: 0 or 1 is normal.',
      view: 'TimeSeries',
      unit: 's',
      queries: [{ expr: `redis_connected_slave_lag_seconds{${ofCluster}}`, legend: '{{slave_ip}} of {{pod}}' }],
      alert: 'RedisReplicaLags',
    },
    {
      title: 'Link to the master',
      description: '1: the replica hears its master.',
      view: 'States',
      unit: 'none',
      queries: [{ expr: `max by (pod) (redis_master_link_up{${ofCluster}})`, legend: '{{pod}}' }],
      alert: 'RedisReplicaLinkDown',
    },
    {
      title: 'Copies from the master',
      description: 'Whole copies cost the master a fork and all of its memory on the network; a link that was cut for a moment needs none.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        { expr: `increase(redis_replica_resyncs_full{${ofCluster}}[5m])`, legend: 'whole, {{pod}}' },
        { expr: `increase(redis_replica_partial_resync_accepted{${ofCluster}}[5m])`, legend: 'continued, {{pod}}' },
      ],
      alert: 'RedisFullResyncs',
    },
  ],
};
