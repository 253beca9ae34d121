import type { KindDefinition } from './kind.ts';
import { printerColumns } from './printer-columns.ts';
import { redisClusterSchema } from './redis-cluster.ts';
import { redisRefusedKeys } from './redis-refused-keys.ts';

export const redisClusterKind: KindDefinition = {
  kind: 'RedisCluster',
  plural: 'redisclusters',
  singular: 'rediscluster',
  shortName: 'dsr',
  title: 'Redis',
  description:
    'A Redis master with its replicas, watched by Sentinel. An empty spec is a whole cluster: three members spread over hosts and zones, three sentinels, a generated password and a metrics exporter.',
  schema: redisClusterSchema,
  hasScale: true,
  printerColumns: printerColumns({ hasLeader: true }),
  refusedKeys: redisRefusedKeys,
};
