import { byCluster, clusterLabel, clusterName } from '../labels.ts';
import type { Alert, AlertGroup } from './alert.ts';
import { rabbitmqMessageAlerts } from './rabbitmq-messages.ts';
import { ofMembers } from './whose.ts';

const node = '{{ $labels.namespace }}/{{ $labels.pod }}';

const memoryAlarm: Alert = {
  name: 'RabbitmqMemoryAlarm',
  severity: 'critical',
  expr: 'rabbitmq_alarms_memory_used_watermark > 0',
  for: '1m',
  summary: `RabbitMQ ${clusterName} blocks publishers: memory`,
  description: `${node} uses more memory than its watermark allows: no connection of the cluster may publish.`,
  runbook: {
    meaning: 'The node is above `vm_memory_high_watermark` of its memory limit.',
    impact: 'Every publisher of the cluster is blocked. Consumers go on.',
    look: ['Which queues are long, which connections have unacknowledged messages?', '`rabbitmq-diagnostics memory_breakdown` in the pod.'],
    remedy: ['Consume or delete what piles up. Raise the memory limit: nodes are replaced one after another.'],
  },
};

const diskAlarm: Alert = {
  name: 'RabbitmqDiskAlarm',
  severity: 'critical',
  expr: 'rabbitmq_alarms_free_disk_space_watermark > 0',
  for: '0s',
  summary: `RabbitMQ ${clusterName} blocks publishers: disk`,
  description: `${node} has less free disk than its limit: no connection of the cluster may publish.`,
  runbook: {
    meaning: 'Less is free than `disk_free_limit`.',
    impact: 'Every publisher of the cluster is blocked. Consumers go on.',
    look: ['Queues that nobody consumes; streams without a retention.'],
    remedy: ['Raise `spec.storage.size`; consume or delete what piles up.'],
  },
};

const memoryNearLimit: Alert = {
  name: 'RabbitmqMemoryNearLimit',
  severity: 'warning',
  expr: 'rabbitmq_process_resident_memory_bytes / rabbitmq_resident_memory_limit_bytes > 0.9',
  for: '5m',
  summary: `RabbitMQ ${node} is near its memory limit`,
  description: `${node} has used {{ $value | humanizePercentage }} of what it may before it blocks publishers.`,
  runbook: {
    meaning: 'At 100 % of the watermark publishers are blocked.',
    impact: 'None yet.',
    look: ['Long queues, many connections and channels.'],
    remedy: ['More consumers; a higher memory limit.'],
  },
};

const diskFillsUp: Alert = {
  name: 'RabbitmqDiskFillsUp',
  severity: 'warning',
  expr: 'predict_linear(rabbitmq_disk_space_available_bytes[6h], 86400) < rabbitmq_disk_space_available_limit_bytes and rabbitmq_disk_space_available_bytes < 3 * rabbitmq_disk_space_available_limit_bytes',
  for: '30m',
  summary: `The disk of RabbitMQ ${node} fills up`,
  description: `At the pace of the last six hours, ${node} blocks publishers within a day.`,
  runbook: {
    meaning: 'A line through the last six hours meets `disk_free_limit` within the next 24.',
    impact: 'None yet; then every publisher is blocked.',
    look: ['Queues that grow; streams without a retention.'],
    remedy: ['Raise `spec.storage.size`, or stop what grows.'],
  },
};

const nodesApart: Alert = {
  name: 'RabbitmqNodesApart',
  severity: 'critical',
  expr: `max ${byCluster} (rabbitmq_unreachable_cluster_peers_count) > 0`,
  for: '2m',
  summary: `Nodes of RabbitMQ ${clusterName} do not see each other`,
  description: `A node of ${clusterName} has not reached {{ $value }} others for two minutes.`,
  runbook: {
    meaning: 'A node does not reach another one that belongs to the cluster: that one is away, or the network in between is.',
    impact: 'Queues without a majority stand still. Clients on the smaller side see timeouts.',
    look: ['The network between the nodes of Kubernetes, and NetworkPolicies: ports 4369 and 25672.', 'Logs of both nodes.'],
    remedy: ['Mend the network: nodes connect again by themselves.'],
  },
};

const connectionChurn: Alert = {
  name: 'RabbitmqConnectionChurn',
  severity: 'warning',
  expr: `sum ${byCluster} (rate(rabbitmq_connections_opened_total[5m])) > 10 and sum ${byCluster} (rate(rabbitmq_connections_opened_total[5m])) > sum by (namespace, ${clusterLabel}) (rabbitmq_connections) / 10`,
  for: '10m',
  summary: `Clients of RabbitMQ ${clusterName} connect again and again`,
  description: `{{ $value | humanize }} new connections a second, more than a tenth of those that there are.`,
  runbook: {
    meaning: 'Connections live for seconds instead of hours.',
    impact: 'CPU of the nodes, and of clients that handle TLS.',
    look: ['The management interface: connections by client name and address.'],
    remedy: ['One connection for each process, kept open; a proxy for clients that cannot.'],
  },
};

export const rabbitmqAlerts: AlertGroup = {
  name: 'rabbitmq',
  title: 'RabbitMQ',
  alerts: [memoryAlarm, diskAlarm, memoryNearLimit, diskFillsUp, nodesApart, connectionChurn, ...rabbitmqMessageAlerts].map(ofMembers),
};
