import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';

const rate = '[$__rate_interval]';

export const redisClientRows: readonly Row[] = [
  {
    title: 'Clients',
    panels: [
      {
        title: 'Commands a second',
        description: 'Of all clients: sentinels, probes and the exporter are some 30 a second for each member.',
        view: 'TimeSeries',
        unit: 'reqps',
        queries: [{ expr: `rate(redis_commands_processed_total{${ofCluster}}${rate})`, legend: '{{pod}}' }],
      },
      {
        title: 'Commands a second, by name',
        description: 'The ten most frequent, over all members.',
        view: 'TimeSeries',
        unit: 'reqps',
        queries: [{ expr: `topk(10, sum by (cmd) (rate(redis_commands_total{${ofCluster}}${rate})))`, legend: '{{cmd}}' }],
      },
      {
        title: 'Time of a command, mean',
        description:
          'Within the server, without the network and without waiting for others. Redis runs one command at a time: a slow one delays all.',
        view: 'TimeSeries',
        unit: 's',
        queries: [
          {
            expr: `topk(10, sum by (cmd) (rate(redis_commands_duration_seconds_total{${ofCluster}}${rate})) / (sum by (cmd) (rate(redis_commands_total{${ofCluster}}${rate})) > 0))`,
            legend: '{{cmd}}',
          },
        ],
      },
      {
        title: 'Time of a command, 99th percentile',
        description: 'From the latency histograms of the server, since it started.',
        view: 'TimeSeries',
        unit: 'µs',
        queries: [{ expr: `topk(10, max by (cmd) (redis_latency_percentiles_usec{quantile="99",${ofCluster}}))`, legend: '{{cmd}}' }],
      },
      {
        title: 'Connections',
        description: 'Clients that are connected, and those that wait in a blocking command.',
        view: 'TimeSeries',
        unit: 'none',
        queries: [
          { expr: `redis_connected_clients{${ofCluster}}`, legend: 'connected, {{pod}}' },
          { expr: `redis_blocked_clients{${ofCluster}}`, legend: 'blocked, {{pod}}' },
        ],
      },
      {
        title: 'New connections a second',
        description: 'A high rate means clients without a pool, or ones that cannot stay connected. Rejected ones met maxclients.',
        view: 'TimeSeries',
        unit: 'ops',
        queries: [
          { expr: `rate(redis_connections_received_total{${ofCluster}}${rate})`, legend: 'new, {{pod}}' },
          { expr: `rate(redis_rejected_connections_total{${ofCluster}}${rate})`, legend: 'rejected, {{pod}}' },
        ],
        alert: 'RedisRejectsConnections',
      },
      {
        title: 'Network',
        description: 'Received and sent, replication included.',
        view: 'TimeSeries',
        unit: 'Bps',
        queries: [
          { expr: `rate(redis_net_input_bytes_total{${ofCluster}}${rate})`, legend: 'in, {{pod}}' },
          { expr: `rate(redis_net_output_bytes_total{${ofCluster}}${rate})`, legend: 'out, {{pod}}' },
        ],
      },
      {
        title: 'Errors a second',
        description:
          'By the first word of the error. READONLY: a client writes to a replica. NOREPLICAS: too few replicas confirm. OOM: memory is full.',
        view: 'TimeSeries',
        unit: 'ops',
        queries: [{ expr: `sum by (err) (rate(redis_errors_total{${ofCluster}}${rate}))`, legend: '{{err}}' }],
        needs: 'RedisError',
      },
    ],
  },
];
