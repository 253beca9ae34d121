import { autoScalerKind } from './auto-scaler-kind.ts';
import { kafkaClusterKind } from './kafka-cluster-kind.ts';
import type { KindDefinition } from './kind.ts';
import { rabbitmqClusterKind } from './rabbitmq-cluster-kind.ts';
import { redisClusterKind } from './redis-cluster-kind.ts';
import { zookeeperClusterKind } from './zookeeper-cluster-kind.ts';

/** Every kind of the API: whatever is generated or checked for all of them goes through this list. */
export const kinds: readonly KindDefinition[] = [
  redisClusterKind,
  zookeeperClusterKind,
  rabbitmqClusterKind,
  kafkaClusterKind,
  autoScalerKind,
];
