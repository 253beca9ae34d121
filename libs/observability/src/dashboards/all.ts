import type { Dashboard } from '../dashboard.ts';
import { autoscalerDashboard } from './autoscaler.ts';
import { kafkaDashboard } from './kafka.ts';
import { operatorsDashboard } from './operators.ts';
import { rabbitmqDashboard } from './rabbitmq.ts';
import { redisDashboard } from './redis.ts';
import { storyDashboard } from './story.ts';
import { zookeeperDashboard } from './zookeeper.ts';

export const dashboards: readonly Dashboard[] = [
  storyDashboard,
  redisDashboard,
  zookeeperDashboard,
  rabbitmqDashboard,
  kafkaDashboard,
  operatorsDashboard,
  autoscalerDashboard,
];
