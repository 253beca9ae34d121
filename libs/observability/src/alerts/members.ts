import { clusterLabel, clusterName } from '../labels.ts';
import type { Alert } from './alert.ts';
import { ofMembers } from './whose.ts';

const metricsMissing: Alert = {
  name: 'MetricsMissing',
  severity: 'warning',
  expr: `up{${clusterLabel}!=""} == 0`,
  for: '5m',
  summary: '{{ $labels.namespace }}/{{ $labels.pod }} has no metrics',
  description:
    'Prometheus has not been able to scrape {{ $labels.namespace }}/{{ $labels.pod }} for five minutes: alerts about it are blind.',
  runbook: {
    meaning: 'The port for metrics of the pod does not answer Prometheus.',
    impact: 'Alerts about this member cannot fire.',
    look: [
      'All pods of a Kafka? Its image has no JMX exporter, as the official one has none: the log of a pod begins with `there are no metrics`.',
      'Is the pod running? Then a NetworkPolicy is the usual reason: Prometheus must reach 9121 (Redis), 7000 (ZooKeeper), 9404 (Kafka) or 15692 (RabbitMQ; with TLS 15691). With `spec.networkPolicy.mode: Enabled` it has to be in `spec.networkPolicy.metrics`.',
    ],
    remedy: [
      'Let Prometheus through.',
      'Kafka: an image with the exporter (docs/kafka.md, Metrics), or `metrics.mode: Disabled`, by which pods are no longer scraped.',
      'Delete a pod whose exporter hangs only if its cluster is whole.',
    ],
  },
};

/** The name of a claim; what is in the first parentheses is the cluster that it is of. */
const claimName = '(?:data|log)-(.+)-(?:redis|zookeeper|rabbitmq|kafka|kafka-controller)-[0-9]+';
const claims = `persistentvolumeclaim=~"${claimName}"`;
const free = `kubelet_volume_stats_available_bytes{${claims}} / kubelet_volume_stats_capacity_bytes{${claims}} < 0.15`;

const volumeFillsUp: Alert = {
  name: 'VolumeFillsUp',
  severity: 'warning',
  expr: `label_replace(${free}, "${clusterLabel}", "$1", "persistentvolumeclaim", "${claimName}")`,
  for: '5m',
  summary: '{{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is nearly full',
  description: 'Less than 15 % of the volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is free.',
  runbook: {
    meaning: 'By what the kubelet reports.',
    impact: 'A server whose disk is full refuses writes, or ends.',
    look: [
      'Does it grow steadily, or is it a copy or a rewrite that ends?',
      'ZooKeeper: `autopurge`; RabbitMQ: queues that nobody consumes; Redis: data, and a rewrite of the append-only file.',
    ],
    remedy: ['Raise `spec.storage.size`: volumes grow without a restart where their class allows it. An AutoScaler can do so by itself.'],
  },
};

// Redis tells only of its clients: RedisRejectsConnections. What its pod shows is of the exporter.
const ofJava = 'app_kubernetes_io_name=~"kafka|zookeeper"';
const openFiles = `process_open_fds{${ofJava}} / process_max_fds{${ofJava}} or rabbitmq_process_open_fds / rabbitmq_process_max_fds`;

const fileDescriptorsNearLimit: Alert = {
  name: 'FileDescriptorsNearLimit',
  severity: 'warning',
  expr: `max by (namespace, ${clusterLabel}, pod) (${openFiles}) > 0.8`,
  for: '5m',
  summary: '{{ $labels.namespace }}/{{ $labels.pod }} has nearly as many files open as it may',
  description: `{{ $labels.pod }} of ${clusterName} has used {{ $value | humanizePercentage }} of its file descriptors for five minutes.`,
  runbook: {
    meaning: 'Each connection is one, and so is each file of data that is open.',
    impact:
      'At the limit the server takes no connection any more, and cannot open its own files: Kafka ends, RabbitMQ and ZooKeeper refuse clients.',
    look: [
      'Connections on the dashboard of the service: a client that opens new ones and closes none?',
      'Kafka: very many partitions, or small segments.',
    ],
    remedy: [
      'Mend the client. Raise the limit of the container runtime (`LimitNOFILE`) on the nodes.',
      'Kafka: fewer partitions for each broker, larger segments.',
    ],
  },
};

/** About single members, whatever the service. */
export const memberAlerts: readonly Alert[] = [metricsMissing, volumeFillsUp, ofMembers(fileDescriptorsNearLimit)];
