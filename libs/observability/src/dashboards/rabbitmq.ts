import { alertsOfNamespace, operationsOf } from '../annotations.ts';
import type { Dashboard } from '../dashboard.ts';
import { clusterVariables } from '../variables.ts';
import { conditionsRow } from './condition-panels.ts';
import { rabbitmqMessagesRow } from './rabbitmq-messages.ts';
import { rabbitmqNodeRows } from './rabbitmq-nodes.ts';

export const rabbitmqDashboard: Dashboard = {
  uid: 'dataservices-rabbitmq',
  title: 'RabbitMQ',
  description: 'One RabbitmqCluster: messages, clients, what blocks publishers, and how its nodes see each other.',
  variables: clusterVariables('rabbitmq_identity_info'),
  annotations: [operationsOf('RabbitmqCluster'), alertsOfNamespace],
  rows: [conditionsRow('RabbitmqCluster'), rabbitmqMessagesRow, ...rabbitmqNodeRows],
};
