import { alertsOfNamespace, operationsOf } from '../annotations.ts';
import type { Dashboard } from '../dashboard.ts';
import { ofCluster } from '../labels.ts';
import { clusterVariables } from '../variables.ts';
import { conditionsRow } from './condition-panels.ts';
import { redisClientRows } from './redis-clients.ts';
import { redisDataRows } from './redis-data.ts';
import { redisReplicationRow } from './redis-replication.ts';

export const redisDashboard: Dashboard = {
  uid: 'dataservices-redis',
  title: 'Redis',
  description: 'One RedisCluster: who leads, how far replicas are behind, what clients see, memory and persistence.',
  variables: clusterVariables('redis_up'),
  annotations: [
    operationsOf('RedisCluster'),
    alertsOfNamespace,
    {
      name: 'Master',
      color: 'orange',
      expr: `redis_instance_info{role="master",${ofCluster}} unless redis_instance_info{role="master",${ofCluster}} offset 1m`,
      legend: '{{pod}} leads',
    },
  ],
  rows: [conditionsRow('RedisCluster'), redisReplicationRow, ...redisClientRows, ...redisDataRows],
};
