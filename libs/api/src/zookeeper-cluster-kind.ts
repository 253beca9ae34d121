import type { KindDefinition } from './kind.ts';
import { printerColumns } from './printer-columns.ts';
import { zookeeperClusterSchema } from './zookeeper-cluster.ts';
import { zookeeperRefusedKeys } from './zookeeper-refused-keys.ts';

export const zookeeperClusterKind: KindDefinition = {
  kind: 'ZookeeperCluster',
  plural: 'zookeeperclusters',
  singular: 'zookeepercluster',
  shortName: 'dsz',
  title: 'ZooKeeper',
  description:
    'A ZooKeeper ensemble whose members join and leave without a restart of the others. An empty spec is a whole ensemble: three voters spread over hosts and zones, with metrics.',
  schema: zookeeperClusterSchema,
  hasScale: true,
  printerColumns: printerColumns({ hasLeader: true }),
  refusedKeys: zookeeperRefusedKeys,
};
