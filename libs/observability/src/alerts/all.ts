import type { AlertGroup } from './alert.ts';
import { autoscalerAlerts } from './autoscaler.ts';
import { clusterAlerts } from './clusters.ts';
import { kafkaAlerts } from './kafka.ts';
import { operatorAlerts } from './operators.ts';
import { rabbitmqAlerts } from './rabbitmq.ts';
import { redisAlerts } from './redis.ts';
import { zookeeperAlerts } from './zookeeper.ts';

export const alertGroups: readonly AlertGroup[] = [
  clusterAlerts,
  redisAlerts,
  zookeeperAlerts,
  rabbitmqAlerts,
  kafkaAlerts,
  operatorAlerts,
  autoscalerAlerts,
];
