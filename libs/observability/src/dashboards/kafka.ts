import { alertsOfNamespace, operationsOf } from '../annotations.ts';
import type { Dashboard } from '../dashboard.ts';
import { clusterVariables } from '../variables.ts';
import { conditionsRow } from './condition-panels.ts';
import { kafkaConsumersRow } from './kafka-consumers.ts';
import { kafkaPartitionsRow } from './kafka-partitions.ts';
import { kafkaProcessRow } from './kafka-process.ts';
import { kafkaQuorumRow } from './kafka-quorum.ts';
import { kafkaTrafficRow } from './kafka-traffic.ts';

export const kafkaDashboard: Dashboard = {
  uid: 'dataservices-kafka',
  title: 'Kafka',
  description:
    'One KafkaCluster: partitions and their replicas, what moves, traffic and its times, consumers that are behind, the quorum of controllers.',
  variables: clusterVariables('kafka_controller_kafkacontroller_activecontrollercount'),
  annotations: [operationsOf('KafkaCluster'), alertsOfNamespace],
  rows: [conditionsRow('KafkaCluster'), kafkaPartitionsRow, kafkaTrafficRow, kafkaConsumersRow, kafkaQuorumRow, kafkaProcessRow],
};
