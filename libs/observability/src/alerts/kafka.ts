import { byCluster, clusterName } from '../labels.ts';
import type { Alert, AlertGroup } from './alert.ts';
import { kafkaConsumerAlerts } from './kafka-consumers.ts';
import { kafkaServerAlerts } from './kafka-servers.ts';
import { ofMembers } from './whose.ts';

const controller = 'kafka_controller_kafkacontroller';
const replicas = 'kafka_server_replicamanager';

// An active controller writes a record every half a second, if only to say that it is there: every server knows by the age of the last one.
const lag = `${controller}_lastappliedrecordlagms or kafka_server_broker_metadata_metrics_last_applied_record_lag_ms`;

const withoutController: Alert = {
  name: 'KafkaWithoutController',
  severity: 'critical',
  expr: `min ${byCluster} (${lag}) > 10000 unless sum ${byCluster} (${controller}_activecontrollercount) > 0`,
  for: '1m',
  summary: `Kafka ${clusterName} has no active controller`,
  description: `For a minute no server of ${clusterName} that can be scraped has been the active controller, or has heard of one.`,
  runbook: {
    meaning:
      'No majority of the controllers that vote has agreed on one: those that answer have learned nothing for ten seconds, where an active controller writes twice a second. An election takes a second or two. Where no server can be scraped this stays silent: then ClusterNotAvailable and MetricsMissing speak.',
    impact: 'Partitions are written and read as before, but nobody replaces a leader that is lost, and no topic can be made.',
    look: [
      'How many controllers run? `status.members`, with their roles.',
      'The log of a controller: whom does it fail to reach on port 9093?',
    ],
    remedy: ['Bring most of the controllers back. Their volumes hold the metadata: delete none of them.'],
  },
};

const severalControllers: Alert = {
  name: 'KafkaSeveralControllers',
  severity: 'critical',
  expr: `sum ${byCluster} (${controller}_activecontrollercount) > 1`,
  for: '1m',
  summary: `Kafka ${clusterName} has {{ $value }} active controllers`,
  description: `{{ $value }} controllers of ${clusterName} have said for a minute that they are the active one.`,
  runbook: {
    meaning:
      'A former one has not noticed that most have left it, for longer than it takes to give up by itself. It cannot commit anything.',
    impact: 'Brokers that still talk to it learn nothing new, and are fenced.',
    look: [
      'Does one of them stand still, or is it cut off from the others on port 9093?',
      'Epochs on the dashboard: the higher one is right.',
    ],
    remedy: ['Restart the one with the lower epoch: `kubectl delete pod`.'],
  },
};

const offline: Alert = {
  name: 'KafkaPartitionsOffline',
  severity: 'critical',
  expr: `max ${byCluster} (${controller}_offlinepartitionscount) > 0`,
  for: '1m',
  summary: `Partitions of Kafka ${clusterName} are offline`,
  description: `{{ $value }} partitions of ${clusterName} have had no leader for a minute.`,
  runbook: {
    meaning: 'Every replica that may lead is away. Replicas that were not in sync never lead.',
    impact: 'These partitions can neither be written nor read.',
    look: [
      '`kubectl describe` of the KafkaCluster: Available is False with the reason PartitionsOffline, and names partitions.',
      'Which brokers are away? `status.members`. Topics with a single replica are offline with their broker.',
    ],
    remedy: ['Bring a broker with a replica in sync back, with its volume.', 'Give topics three replicas.'],
  },
};

const belowMinIsr: Alert = {
  name: 'KafkaPartitionsBelowMinIsr',
  severity: 'critical',
  expr: `sum ${byCluster} (${replicas}_underminisrpartitioncount) > 0`,
  for: '1m',
  summary: `Partitions of Kafka ${clusterName} refuse writes`,
  description: `{{ $value }} partitions of ${clusterName} have had fewer replicas in sync than min.insync.replicas for a minute.`,
  runbook: {
    meaning: 'Too few replicas have all that was written.',
    impact: 'Producers with `acks=all` get errors. What was acknowledged is safe, and can be read.',
    look: [
      '`kubectl describe` of the KafkaCluster: Available is False with the reason BelowMinIsr, and names partitions.',
      'Brokers that are away, or too slow: volumes, CPU.',
    ],
    remedy: [
      'Bring the brokers back; wait until they have caught up.',
      'A topic whose replication factor is not above its min.insync.replicas is so whenever a broker restarts.',
    ],
  },
};

const outOfSync: Alert = {
  name: 'KafkaReplicasOutOfSync',
  severity: 'warning',
  expr: `sum ${byCluster} (${replicas}_underreplicatedpartitions) > 0`,
  for: '10m',
  summary: `Kafka ${clusterName} has replicas that do not catch up`,
  description: `{{ $value }} partitions of ${clusterName} have lacked a replica in sync for ten minutes.`,
  runbook: {
    meaning: 'A broker is away, or copies more slowly than is written.',
    impact: 'The next loss may end writes to these partitions.',
    look: ['`status.members`: which broker?', 'Its volume and its CPU against the others; bytes of replication on the dashboard.'],
    remedy: [
      'Mend the broker or its node. A volume that is lost is filled again by itself; `dataservices.dev/replace-member` gives up one on a machine that is gone.',
    ],
  },
};

const fenced: Alert = {
  name: 'KafkaBrokerFenced',
  severity: 'warning',
  expr: `max ${byCluster} (${controller}_fencedbrokercount) > 0`,
  for: '5m',
  summary: `A broker of Kafka ${clusterName} does not serve`,
  description: `{{ $value }} registered brokers of ${clusterName} have been fenced for five minutes.`,
  runbook: {
    meaning:
      'The broker sends no heartbeats to the active controller, or has not caught up with the metadata. One whose volume is full or fails ends at once.',
    impact: 'It leads nothing and is out of sync.',
    look: [
      '`kubectl get pods`: does it run? Its log says what it waits for, such as room on its volume: VolumeFillsUp.',
      'Does it reach the controllers on port 9093?',
    ],
    remedy: [
      'What the log says. A broker that left is forgotten by the operator once its partitions have moved.',
      'A volume that is full: raise `storage.size`, or lower the retention of topics. One that is broken: `dataservices.dev/replace-member: "POD@TOKEN"`.',
    ],
  },
};

const standsStill: Alert = {
  name: 'KafkaReassignmentStandsStill',
  severity: 'warning',
  expr: `sum ${byCluster} (${replicas}_reassigningpartitions) > 0 and sum ${byCluster} (rate(kafka_server_brokertopicmetrics_reassignmentbytesin_total[10m])) == 0`,
  for: '15m',
  summary: `Partitions of Kafka ${clusterName} do not get on with their move`,
  description: `{{ $value }} partitions of ${clusterName} are to move, and nothing has been copied for a quarter of an hour.`,
  runbook: {
    meaning:
      'The brokers that are to receive them fetch nothing. A throttle that is too low looks otherwise: a little is copied all the time, and the operation does not end.',
    impact: 'A drain or a spread does not end. Nothing is lost.',
    look: [
      '`status.operation` of the KafkaCluster: what it waits for.',
      'The log of a broker that is to receive: a full volume, an error of its fetcher.',
    ],
    remedy: ['Mend that broker. Going back on `replicas` takes back moves off brokers that were to leave.'],
  },
};

export const kafkaAlerts: AlertGroup = {
  name: 'kafka',
  title: 'Kafka',
  alerts: [
    ...[withoutController, severalControllers, offline, belowMinIsr, outOfSync, fenced, standsStill, ...kafkaServerAlerts].map(ofMembers),
    ...kafkaConsumerAlerts,
  ],
};
