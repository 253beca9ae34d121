import { kafkaClusterSchema } from './kafka-cluster.ts';
import { kafkaRefusedKeys } from './kafka-refused-keys.ts';
import type { KindDefinition } from './kind.ts';
import { printerColumns } from './printer-columns.ts';

export const kafkaClusterKind: KindDefinition = {
  kind: 'KafkaCluster',
  plural: 'kafkaclusters',
  singular: 'kafkacluster',
  shortName: 'dsk',
  title: 'Kafka',
  description:
    'A Kafka cluster whose brokers are emptied before they leave, and get their share when they join. An empty spec is a whole cluster: three brokers and three controllers spread over hosts and zones, with metrics.',
  schema: kafkaClusterSchema,
  hasScale: true,
  printerColumns: printerColumns({ hasLeader: false }),
  refusedKeys: kafkaRefusedKeys,
};
