import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';
import { volumePanel } from './condition-panels.ts';

const rate = '[$__rate_interval]';
const replicas = 'kafka_server_replicamanager';
const topics = 'kafka_server_brokertopicmetrics';

export const kafkaPartitionsRow: Row = {
  title: 'Partitions',
  panels: [
    {
      title: 'Offline partitions',
      description: 'That nobody leads: they can neither be written nor read. None.',
      view: 'Stat',
      unit: 'none',
      queries: [{ expr: `max(kafka_controller_kafkacontroller_offlinepartitionscount{${ofCluster}})`, legend: 'offline' }],
      alert: 'KafkaPartitionsOffline',
    },
    {
      title: 'Below min.insync.replicas',
      description: 'Partitions that take no writes with acks=all, by their leader. None, but while brokers are away.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `${replicas}_underminisrpartitioncount{${ofCluster}}`, legend: '{{pod}}' }],
      alert: 'KafkaPartitionsBelowMinIsr',
    },
    {
      title: 'Replicas out of sync',
      description: 'Partitions that lack a replica in sync, by their leader. Some for as long as a broker is away or catches up.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `${replicas}_underreplicatedpartitions{${ofCluster}}`, legend: '{{pod}}' }],
      alert: 'KafkaReplicasOutOfSync',
    },
    {
      title: 'Replicas that fall out and come back',
      description: 'Changes of the sets in sync, a second. Many without a restart mean that a broker or a disk does not keep up.',
      view: 'TimeSeries',
      unit: 'ops',
      queries: [
        { expr: `rate(${replicas}_isrshrinks_total{${ofCluster}}${rate})`, legend: 'out, {{pod}}' },
        { expr: `rate(${replicas}_isrexpands_total{${ofCluster}}${rate})`, legend: 'in, {{pod}}' },
      ],
    },
    {
      title: 'Partitions and leaders',
      description: 'By broker. Alike, where rebalance.mode is Full.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        { expr: `${replicas}_partitioncount{${ofCluster}}`, legend: 'replicas, {{pod}}' },
        { expr: `${replicas}_leadercount{${ofCluster}}`, legend: 'leaders, {{pod}}' },
      ],
    },
    {
      title: 'Leaders that are not the first replica',
      description: 'After a restart the first replica of each partition leads again within a minute or so.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `max(kafka_controller_kafkacontroller_preferredreplicaimbalancecount{${ofCluster}})`, legend: 'partitions' }],
    },
    {
      title: 'Partitions that move',
      description: 'Led by each broker and being reassigned at the moment.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `${replicas}_reassigningpartitions{${ofCluster}}`, legend: '{{pod}}' }],
      alert: 'KafkaReassignmentStandsStill',
    },
    {
      title: 'Bytes of partitions that move',
      description: 'Received for reassignments. At most rebalance.throttleBytesPerSecond for each broker.',
      view: 'TimeSeries',
      unit: 'Bps',
      queries: [{ expr: `rate(${topics}_reassignmentbytesin_total{${ofCluster}}${rate})`, legend: '{{pod}}' }],
      alert: 'KafkaReassignmentStandsStill',
    },
    volumePanel('kafka(-controller)?'),
  ],
};
