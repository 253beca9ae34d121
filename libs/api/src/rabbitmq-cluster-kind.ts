import type { KindDefinition } from './kind.ts';
import { printerColumns } from './printer-columns.ts';
import { rabbitmqClusterSchema } from './rabbitmq-cluster.ts';
import { rabbitmqRefusedKeys } from './rabbitmq-refused-keys.ts';

export const rabbitmqClusterKind: KindDefinition = {
  kind: 'RabbitmqCluster',
  plural: 'rabbitmqclusters',
  singular: 'rabbitmqcluster',
  shortName: 'dsq',
  title: 'RabbitMQ',
  description:
    'A RabbitMQ cluster whose nodes join and leave while it runs, with the members of quorum queues looked after. An empty spec is a whole cluster: three nodes spread over hosts and zones, a user with a generated password, and metrics.',
  schema: rabbitmqClusterSchema,
  hasScale: true,
  printerColumns: printerColumns({ hasLeader: false }),
  refusedKeys: rabbitmqRefusedKeys,
};
