import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';

const controller = 'kafka_controller_kafkacontroller';
const raft = 'kafka_server_raft_metrics';

export const kafkaQuorumRow: Row = {
  title: 'Quorum',
  panels: [
    {
      title: 'Active controllers',
      description: 'Exactly one, but for the moment of an election.',
      view: 'Stat',
      unit: 'none',
      queries: [{ expr: `sum(${controller}_activecontrollercount{${ofCluster}}) or vector(0)`, legend: 'active' }],
      alert: 'KafkaWithoutController',
    },
    {
      title: 'Voters',
      description: 'Controllers that decide, as each server knows them.',
      view: 'Stat',
      unit: 'none',
      queries: [{ expr: `max(${raft}_number_of_voters{${ofCluster}})`, legend: 'voters' }],
    },
    {
      title: 'Fenced brokers',
      description: 'Registered and not serving: away, or not caught up with the metadata yet.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `max(${controller}_fencedbrokercount{${ofCluster}})`, legend: 'fenced' }],
      alert: 'KafkaBrokerFenced',
    },
    {
      title: 'Epoch',
      description: 'Rises with every election of a controller.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `max(${raft}_current_epoch{${ofCluster}})`, legend: 'epoch' }],
      alert: 'KafkaSeveralControllers',
    },
    {
      title: 'Metadata that was applied',
      description: 'Offset of the last record, by server. One that stays behind acts on what is no longer so.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        { expr: `${controller}_lastappliedrecordoffset{${ofCluster}}`, legend: '{{pod}}' },
        { expr: `kafka_server_broker_metadata_metrics_last_applied_record_offset{${ofCluster}}`, legend: '{{pod}}' },
      ],
    },
    {
      title: 'Heartbeats that came too late',
      description: 'Brokers that were fenced for it within five minutes.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `increase(${controller}_timedoutbrokerheartbeatcount{${ofCluster}}[5m])`, legend: '{{pod}}' }],
      alert: 'KafkaBrokerFenced',
    },
    {
      title: 'Errors in the metadata',
      description: 'Records that a server could not read or apply. None, ever.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        { expr: `${controller}_metadataerrorcount{${ofCluster}}`, legend: 'controllers, {{pod}}' },
        { expr: `kafka_server_broker_metadata_metrics_metadata_apply_error_count{${ofCluster}}`, legend: 'brokers, {{pod}}' },
      ],
      alert: 'KafkaMetadataErrors',
    },
  ],
};
