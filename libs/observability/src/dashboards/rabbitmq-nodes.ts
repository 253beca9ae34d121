import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';
import { volumePanel } from './condition-panels.ts';

const rate = '[$__rate_interval]';

export const rabbitmqNodeRows: readonly Row[] = [
  {
    title: 'Nodes',
    panels: [
      {
        title: 'Alarms',
        description: '1: the node blocks every publisher of the cluster.',
        view: 'States',
        unit: 'none',
        queries: [
          { expr: `max by (pod) (rabbitmq_alarms_memory_used_watermark{${ofCluster}})`, legend: 'memory, {{pod}}' },
          { expr: `max by (pod) (rabbitmq_alarms_free_disk_space_watermark{${ofCluster}})`, legend: 'disk, {{pod}}' },
        ],
        alert: 'RabbitmqMemoryAlarm',
      },
      {
        title: 'Memory',
        description: 'Of each node, and the limit from which it blocks publishers.',
        view: 'TimeSeries',
        unit: 'bytes',
        queries: [
          { expr: `rabbitmq_process_resident_memory_bytes{${ofCluster}}`, legend: 'used, {{pod}}' },
          { expr: `rabbitmq_resident_memory_limit_bytes{${ofCluster}}`, legend: 'limit, {{pod}}' },
        ],
        alert: 'RabbitmqMemoryNearLimit',
      },
      {
        title: 'Free disk',
        description: 'Of each node, and the limit below which it blocks publishers.',
        view: 'TimeSeries',
        unit: 'bytes',
        queries: [
          { expr: `rabbitmq_disk_space_available_bytes{${ofCluster}}`, legend: 'free, {{pod}}' },
          { expr: `rabbitmq_disk_space_available_limit_bytes{${ofCluster}}`, legend: 'limit, {{pod}}' },
        ],
        alert: 'RabbitmqDiskFillsUp',
      },
      volumePanel('rabbitmq'),
      {
        title: 'Nodes out of reach',
        description: 'Of those that a node knows. Zero, but for the moments in which one restarts.',
        view: 'TimeSeries',
        unit: 'none',
        queries: [{ expr: `rabbitmq_unreachable_cluster_peers_count{${ofCluster}}`, legend: 'seen from {{pod}}' }],
        alert: 'RabbitmqNodesApart',
      },
      {
        title: 'Traffic',
        description: 'Sent to clients and to other nodes.',
        view: 'TimeSeries',
        unit: 'Bps',
        queries: [{ expr: `rate(erlang_vm_statistics_bytes_output_total{${ofCluster}}${rate})`, legend: '{{pod}}' }],
      },
      {
        title: 'Open files',
        description: 'Part of those that the node may have open. Connections are files too.',
        view: 'TimeSeries',
        unit: 'percentunit',
        max: 1,
        queries: [{ expr: `rabbitmq_process_open_fds{${ofCluster}} / rabbitmq_process_max_fds{${ofCluster}}`, legend: '{{pod}}' }],
        alert: 'FileDescriptorsNearLimit',
      },
      {
        title: 'Processes of Erlang',
        description: 'Each connection, channel and queue is some of them.',
        view: 'TimeSeries',
        unit: 'short',
        queries: [{ expr: `erlang_vm_processes{${ofCluster}}`, legend: '{{pod}}' }],
      },
      {
        title: 'Time until a quorum queue has committed',
        description: 'Of the slowest queue that a node leads. Disks and the network between the nodes decide.',
        view: 'TimeSeries',
        unit: 's',
        queries: [{ expr: `rabbitmq_raft_max_commit_latency_seconds{${ofCluster}}`, legend: '{{pod}}' }],
        alert: 'RabbitmqConfirmsStall',
      },
      {
        title: 'Log of the metadata',
        description: 'Changes that a node knows of and has not applied: near zero.',
        view: 'TimeSeries',
        unit: 'short',
        queries: [
          {
            expr: `sum by (pod) (rabbitmq_raft_commit_index{ra_system="coordination",${ofCluster}} - rabbitmq_raft_last_applied{ra_system="coordination",${ofCluster}})`,
            legend: '{{pod}}',
          },
        ],
      },
    ],
  },
];
