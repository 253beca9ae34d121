import { type AlertCase, series, shop } from './alert-case.ts';

const [first, second] = ['cart-rabbitmq-0', 'cart-rabbitmq-1'];
const of = (pod: string) => ({ ...shop, pod });
const free = series('rabbitmq_disk_space_available_bytes', first);
const freeLimit = series('rabbitmq_disk_space_available_limit_bytes', first);

export const rabbitmqCases: readonly AlertCase[] = [
  {
    alert: 'RabbitmqMemoryAlarm',
    bad: { [series('rabbitmq_alarms_memory_used_watermark', first)]: '1x60' },
    good: { [series('rabbitmq_alarms_memory_used_watermark', first)]: '0x60' },
    labels: of(first),
  },
  {
    alert: 'RabbitmqDiskAlarm',
    bad: { [series('rabbitmq_alarms_free_disk_space_watermark', first)]: '1x60' },
    good: { [series('rabbitmq_alarms_free_disk_space_watermark', first)]: '0x60' },
    labels: of(first),
  },
  {
    alert: 'RabbitmqMemoryNearLimit',
    at: '6m',
    bad: {
      [series('rabbitmq_process_resident_memory_bytes', first)]: '95x60',
      [series('rabbitmq_resident_memory_limit_bytes', first)]: '100x60',
    },
    good: {
      [series('rabbitmq_process_resident_memory_bytes', first)]: '80x60',
      [series('rabbitmq_resident_memory_limit_bytes', first)]: '100x60',
    },
    labels: of(first),
  },
  {
    alert: 'RabbitmqDiskFillsUp',
    at: '60m',
    bad: { [free]: '2900-1x400', [freeLimit]: '1000x400' },
    // It falls as fast, and there is very much left.
    good: { [free]: '90000-1x400', [freeLimit]: '1000x400' },
    labels: of(first),
  },
  {
    alert: 'RabbitmqNodesApart',
    bad: {
      [series('rabbitmq_unreachable_cluster_peers_count', first)]: '1x60',
      [series('rabbitmq_unreachable_cluster_peers_count', second)]: '0x60',
    },
    good: { [series('rabbitmq_unreachable_cluster_peers_count', first)]: '0x8 1x4 0x60' },
    labels: shop,
  },
  {
    alert: 'RabbitmqConnectionChurn',
    at: '20m',
    bad: { [series('rabbitmq_connections_opened_total', first)]: '0+300x120', [series('rabbitmq_connections', first)]: '50x120' },
    good: { [series('rabbitmq_connections_opened_total', first)]: '0+300x120', [series('rabbitmq_connections', first)]: '5000x120' },
    labels: shop,
  },
  {
    alert: 'RabbitmqMessagesUnroutable',
    bad: { [series('rabbitmq_global_messages_unroutable_dropped_total', first)]: '0+1x60' },
    good: { [series('rabbitmq_global_messages_unroutable_dropped_total', first)]: '5x60' },
    labels: shop,
  },
  {
    alert: 'RabbitmqQueuesGrow',
    at: '95m',
    bad: { [series('rabbitmq_queue_messages_ready', first)]: '10000+50x500' },
    good: { [series('rabbitmq_queue_messages_ready', first)]: '40000-50x500' },
    labels: shop,
  },
  {
    alert: 'RabbitmqWithoutConsumers',
    at: '15m',
    bad: { [series('rabbitmq_queue_messages_ready', first)]: '5x100', [series('rabbitmq_consumers', first)]: '0x100' },
    good: { [series('rabbitmq_queue_messages_ready', first)]: '5x100', [series('rabbitmq_consumers', second)]: '1x100' },
    labels: shop,
  },
  {
    alert: 'RabbitmqConfirmsStall',
    at: '15m',
    bad: {
      [series('rabbitmq_channel_messages_unconfirmed', first)]: '0x4 50x100',
      [series('rabbitmq_global_messages_confirmed_total', first)]: '0+100x4 400x100',
      [series('rabbitmq_global_messages_confirmed_total', second)]: '7x100',
    },
    // As many wait, and are confirmed.
    good: {
      [series('rabbitmq_channel_messages_unconfirmed', first)]: '50x100',
      [series('rabbitmq_global_messages_confirmed_total', first)]: '7x100',
      [series('rabbitmq_global_messages_confirmed_total', second)]: '0+100x100',
    },
    labels: shop,
  },
];
