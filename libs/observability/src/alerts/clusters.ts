import { clusterLabel } from '../labels.ts';
import type { Alert, AlertGroup } from './alert.ts';

const object = '{{ $labels.kind }} {{ $labels.namespace }}/{{ $labels.name }}';
const condition = (type: string) => `max by (kind, namespace, name) (operator_resource_condition{type="${type}"})`;
// A cluster that was stopped on purpose serves nobody. One that is paused is to serve all the same.
const unlessStopped = 'unless on (kind, namespace, name) max by (kind, namespace, name) (operator_resource_desired_replicas) == 0';
const kind = 'kind=~".+Cluster"';

const notAvailable: Alert = {
  name: 'ClusterNotAvailable',
  severity: 'critical',
  expr: `max by (kind, namespace, name) (operator_resource_condition{type="Available",${kind}}) == 0 ${unlessStopped}`,
  for: '1m',
  summary: `${object} serves nobody`,
  description: `The condition Available of ${object} has been False for a minute: clients cannot read and write.`,
  runbook: {
    meaning: 'The operator has looked at the servers themselves, and none of them may be written to.',
    impact: 'Writes of clients fail, and often reads as well.',
    look: [
      'The condition says why: `kubectl -n NAMESPACE get PLURAL.dataservices.dev NAME -o yaml`, under `status.conditions` and `status.members`.',
      '`kubectl -n NAMESPACE get events --field-selector involvedObject.name=NAME` shows what the operator did.',
      '`kubectl -n NAMESPACE get pods -l dataservices.dev/cluster=NAME -o wide`: which pods are missing or not ready, and on which nodes.',
    ],
    remedy: [
      'Nodes that are gone: bring back or replace them. A member that cannot come back is replaced with the annotation `dataservices.dev/replace-member`.',
      'Pods that cannot be scheduled: make room, or lower `resources`.',
      'Without a majority nobody decides by itself: the page of the service says what can be done when most volumes are lost.',
    ],
  },
};

const notReady: Alert = {
  name: 'ClusterNotReady',
  severity: 'warning',
  expr: `max by (kind, namespace, name) (operator_resource_condition{type="Ready",${kind}}) == 0 ${unlessStopped}`,
  for: '15m',
  summary: `${object} is not whole`,
  description: `The condition Ready of ${object} has been False for a quarter of an hour: it has fewer healthy members than it should.`,
  runbook: {
    meaning: 'A member is missing, or not healthy, for longer than a replacement takes.',
    impact: 'Clients are served, but the next loss may be one too many.',
    look: [
      '`status.members` names the member and what is wrong with it; `status.operation` what the operator waits for.',
      '`kubectl -n NAMESPACE describe pod POD`: image, volume, node, probes.',
    ],
    remedy: [
      'What the operation or the member says. A volume on a node that is lost for good: `dataservices.dev/replace-member: "POD@TOKEN"`.',
    ],
  },
};

const stalled: Alert = {
  name: 'ClusterStalled',
  severity: 'warning',
  expr: `${condition('Stalled')} == 1`,
  for: '5m',
  summary: `${object} waits for somebody to decide`,
  description: `The condition Stalled of ${object} has been True for five minutes: the operator does nothing that could make it worse.`,
  runbook: {
    meaning: 'What was asked for cannot be done, or would cost data.',
    impact: 'The cluster runs on, and heals; changes wait.',
    look: ['The reason and the message of the condition Stalled: the message says what to do.'],
    remedy: ['Do that, or take back the last change of the object. Its page lists every reason.'],
  },
};

const takesLong: Alert = {
  name: 'OperationTakesLong',
  severity: 'warning',
  expr: 'max by (kind, namespace, name, operation) (operator_resource_operation) == 1',
  for: '30m',
  summary: `${object}: {{ $labels.operation }} does not end`,
  description: `${object} has been at {{ $labels.operation }} for half an hour.`,
  runbook: {
    meaning: 'One step of the operator is not done, or not followed by another. Each says in the status whom it waits for.',
    impact: 'Changes wait behind it; healing does not.',
    look: [
      '`status.operation` of the object: its message names the member and what is awaited.',
      'The log of the operator, with the name of the object.',
    ],
    remedy: ['Mend what is awaited. Copies of very much data may take this long: then nothing is to be done.'],
  },
};

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

const claims = 'persistentvolumeclaim=~"(data|log)-.+-(redis|zookeeper|rabbitmq|kafka|kafka-controller)-[0-9]+"';

const volumeFillsUp: Alert = {
  name: 'VolumeFillsUp',
  severity: 'warning',
  expr: `kubelet_volume_stats_available_bytes{${claims}} / kubelet_volume_stats_capacity_bytes{${claims}} < 0.15`,
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

export const clusterAlerts: AlertGroup = {
  name: 'clusters',
  title: 'Clusters of any service',
  alerts: [notAvailable, notReady, stalled, takesLong, metricsMissing, volumeFillsUp],
};
