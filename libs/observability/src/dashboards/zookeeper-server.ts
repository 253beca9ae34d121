import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';

const rate = '[$__rate_interval]';

export const zookeeperServerRows: readonly Row[] = [
  {
    title: 'Clients',
    panels: [
      {
        title: 'Connections',
        description: 'Of clients. Too many at one member means that connection strings do not name all.',
        view: 'TimeSeries',
        unit: 'none',
        queries: [{ expr: `num_alive_connections{${ofCluster}}`, legend: '{{pod}}' }],
        alert: 'ZookeeperRejectsConnections',
      },
      {
        title: 'Requests that wait',
        description: 'Received and not answered. A few; tens that stay are a member that does not keep up.',
        view: 'TimeSeries',
        unit: 'none',
        queries: [{ expr: `outstanding_requests{${ofCluster}}`, legend: '{{pod}}' }],
        alert: 'ZookeeperRequestsPileUp',
      },
      {
        title: 'Time of a read',
        description: '99th percentile of the last minutes, answered from memory by the member itself.',
        view: 'TimeSeries',
        unit: 'ms',
        queries: [{ expr: `readlatency{quantile="0.99",${ofCluster}}`, legend: '{{pod}}' }],
      },
      {
        title: 'Time of a write',
        description: '99th percentile of the last minutes, with the way to the leader and the disks of most voters.',
        view: 'TimeSeries',
        unit: 'ms',
        queries: [{ expr: `updatelatency{quantile="0.99",${ofCluster}}`, legend: '{{pod}}' }],
      },
      {
        title: 'Packets a second',
        description: 'Received of clients and sent to them.',
        view: 'TimeSeries',
        unit: 'pps',
        queries: [
          { expr: `rate(packets_received{${ofCluster}}${rate})`, legend: 'in, {{pod}}' },
          { expr: `rate(packets_sent{${ofCluster}}${rate})`, legend: 'out, {{pod}}' },
        ],
      },
      {
        title: 'Sessions that expired',
        description: 'Within five minutes. Clients that did not come back in time: their ephemeral nodes and locks are gone.',
        view: 'TimeSeries',
        unit: 'none',
        queries: [{ expr: `increase(stale_sessions_expired{${ofCluster}}[5m])`, legend: '{{pod}}' }],
      },
    ],
  },
  {
    title: 'Data and process',
    panels: [
      {
        title: 'Nodes',
        description: 'Of the tree; the same in all members but for moments. All of them are in memory.',
        view: 'TimeSeries',
        unit: 'short',
        queries: [
          { expr: `znode_count{${ofCluster}}`, legend: 'nodes, {{pod}}' },
          { expr: `ephemerals_count{${ofCluster}}`, legend: 'ephemeral, {{pod}}' },
        ],
      },
      {
        title: 'Size of the data',
        description: 'Approximately, in memory and in a snapshot.',
        view: 'TimeSeries',
        unit: 'bytes',
        queries: [{ expr: `approximate_data_size{${ofCluster}}`, legend: '{{pod}}' }],
      },
      {
        title: 'Watches',
        description: 'Set by clients at each member.',
        view: 'TimeSeries',
        unit: 'short',
        queries: [{ expr: `watch_count{${ofCluster}}`, legend: '{{pod}}' }],
      },
      {
        title: 'Heap',
        description: 'Used after collections it should stay well below the largest.',
        view: 'TimeSeries',
        unit: 'bytes',
        queries: [
          { expr: `jvm_memory_bytes_used{area="heap",${ofCluster}}`, legend: 'used, {{pod}}' },
          { expr: `jvm_memory_bytes_max{area="heap",${ofCluster}}`, legend: 'largest, {{pod}}' },
        ],
      },
      {
        title: 'Time in garbage collection',
        description: 'Part of the time in which the member answered nobody.',
        view: 'TimeSeries',
        unit: 'percentunit',
        queries: [{ expr: `sum by (pod) (rate(jvm_gc_collection_seconds_sum{${ofCluster}}${rate}))`, legend: '{{pod}}' }],
        alert: 'ZookeeperLongPauses',
      },
      {
        title: 'CPU',
        description: 'Cores in use.',
        view: 'TimeSeries',
        unit: 'none',
        queries: [{ expr: `rate(process_cpu_seconds_total{${ofCluster},app_kubernetes_io_name="zookeeper"}${rate})`, legend: '{{pod}}' }],
      },
      {
        title: 'Open files',
        description: 'Connections are files too.',
        view: 'TimeSeries',
        unit: 'none',
        queries: [{ expr: `open_file_descriptor_count{${ofCluster}}`, legend: '{{pod}}' }],
        alert: 'FileDescriptorsNearLimit',
      },
    ],
  },
];
