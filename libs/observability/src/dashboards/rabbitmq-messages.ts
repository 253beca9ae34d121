import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';

const rate = '[$__rate_interval]';
const perSecond = (metric: string) => `sum(rate(rabbitmq_global_messages_${metric}_total{${ofCluster}}${rate}))`;

export const rabbitmqMessagesRow: Row = {
  title: 'Messages',
  panels: [
    {
      title: 'Published',
      description: 'Received of publishers, and confirmed to them. Confirms that stay behind mean queues that cannot commit.',
      view: 'TimeSeries',
      unit: 'mps',
      queries: [
        { expr: perSecond('received'), legend: 'received' },
        { expr: perSecond('confirmed'), legend: 'confirmed' },
      ],
    },
    {
      title: 'Consumed',
      description: 'Acknowledged ones are gone from their queue; redelivered ones were delivered before and not acknowledged.',
      view: 'TimeSeries',
      unit: 'mps',
      queries: [
        {
          expr: `sum by (queue_type) (rate(rabbitmq_global_messages_acknowledged_total{${ofCluster}}${rate}))`,
          legend: 'acknowledged, {{queue_type}}',
        },
        { expr: `sum(rate(rabbitmq_global_messages_redelivered_total{${ofCluster}}${rate}))`, legend: 'redelivered' },
      ],
    },
    {
      title: 'Messages that nobody got',
      description: 'Dropped: no queue was bound. Returned: the same, to a publisher that asked to be told.',
      view: 'TimeSeries',
      unit: 'mps',
      queries: [
        { expr: perSecond('unroutable_dropped'), legend: 'dropped' },
        { expr: perSecond('unroutable_returned'), legend: 'returned' },
      ],
      alert: 'RabbitmqMessagesUnroutable',
    },
    {
      title: 'Ready in queues',
      description: 'Waiting for a consumer. What only grows is not consumed.',
      view: 'TimeSeries',
      unit: 'short',
      queries: [{ expr: `sum(rabbitmq_queue_messages_ready{${ofCluster}})`, legend: 'ready' }],
      alert: 'RabbitmqQueuesGrow',
    },
    {
      title: 'Delivered and not acknowledged',
      description: 'In the hands of consumers.',
      view: 'TimeSeries',
      unit: 'short',
      queries: [{ expr: `sum(rabbitmq_queue_messages_unacked{${ofCluster}})`, legend: 'unacknowledged' }],
    },
    {
      title: 'Queues, publishers and consumers',
      description: 'Queues by the node of their leader; publishers and consumers of the whole cluster.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        { expr: `rabbitmq_queues{${ofCluster}}`, legend: 'queues led by {{pod}}' },
        { expr: `sum(rabbitmq_global_publishers{${ofCluster}})`, legend: 'publishers' },
        { expr: `sum(rabbitmq_global_consumers{${ofCluster}})`, legend: 'consumers' },
      ],
      alert: 'RabbitmqWithoutConsumers',
    },
    {
      title: 'Connections and channels',
      description: 'By node.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        { expr: `rabbitmq_connections{${ofCluster}}`, legend: 'connections, {{pod}}' },
        { expr: `rabbitmq_channels{${ofCluster}}`, legend: 'channels, {{pod}}' },
      ],
    },
    {
      title: 'Connections opened and closed',
      description: 'A second. Clients that connect for each message cost more than the messages.',
      view: 'TimeSeries',
      unit: 'ops',
      queries: [
        { expr: `sum(rate(rabbitmq_connections_opened_total{${ofCluster}}${rate}))`, legend: 'opened' },
        { expr: `sum(rate(rabbitmq_connections_closed_total{${ofCluster}}${rate}))`, legend: 'closed' },
      ],
      alert: 'RabbitmqConnectionChurn',
    },
  ],
};
