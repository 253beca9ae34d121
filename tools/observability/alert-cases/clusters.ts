import { type AlertCase, series, shop } from './alert-case.ts';

const object = { kind: 'RedisCluster', namespace: 'shop', name: 'cart' };
const condition = (type: string, pod = 'a') =>
  `operator_resource_condition{kind="RedisCluster",namespace="shop",name="cart",type="${type}",pod="${pod}"}`;
const size = 'operator_resource_desired_replicas{kind="RedisCluster",namespace="shop",name="cart",pod="a"}';
const day = 86_400;
const certificate = (which: string) =>
  `operator_certificate_${which}_timestamp_seconds{kind="RedisCluster",namespace="shop",name="cart",pod="a"}`;
const operation = (name: string) => `operator_resource_operation{kind="RedisCluster",namespace="shop",name="cart",operation="${name}"}`;
const member = '{namespace="shop",pod="cart-redis-0",dataservices_dev_cluster="cart"}';
const claim = '{namespace="shop",persistentvolumeclaim="data-cart-redis-0"}';
const foreign = '{namespace="shop",persistentvolumeclaim="something-else"}';

export const clusterCases: readonly AlertCase[] = [
  {
    alert: 'ClusterNotAvailable',
    bad: { [condition('Available')]: '0x200', [condition('Settled')]: '0x200', [size]: '3x200' },
    // Stopped on purpose.
    good: { [condition('Available')]: '0x200', [condition('Settled')]: '1x200', [size]: '0x200' },
    labels: object,
  },
  {
    alert: 'ClusterNotAvailable',
    // Paused, which settles it, and down.
    bad: { [condition('Available')]: '0x200', [condition('Settled')]: '1x200', [size]: '3x200' },
    // On its way down, because it was stopped.
    good: { [condition('Available')]: '0x200', [condition('Settled')]: '0x200', [size]: '3x2 0x200' },
    labels: object,
  },
  {
    alert: 'ClusterNotReady',
    at: '20m',
    bad: { [condition('Ready')]: '0x200', [condition('Settled')]: '0x200', [condition('Ready', 'b')]: '0x200' },
    good: { [condition('Ready')]: '0x40 1x10 0x30 1x100', [condition('Settled')]: '0x200' },
    labels: object,
  },
  {
    alert: 'ClusterNotReady',
    at: '20m',
    // Paused, which settles it, and a member is missing.
    bad: { [condition('Ready')]: '0x200', [condition('Settled')]: '1x200', [size]: '3x200' },
    good: { [condition('Ready')]: '0x200', [condition('Settled')]: '1x200', [size]: '0x200' },
    labels: object,
  },
  {
    alert: 'ClusterStalled',
    at: '6m',
    bad: { [condition('Stalled')]: '1x200' },
    good: { [condition('Stalled')]: '0x200', [condition('Ready')]: '1x200' },
    labels: object,
  },
  {
    alert: 'OperationTakesLong',
    at: '35m',
    bad: { [operation('GrowReplicas')]: '1x300' },
    good: { [operation('GrowReplicas')]: '1x60', [operation('ReplaceOutdatedPod')]: '_x60 1x60' },
    labels: { ...object, operation: 'GrowReplicas' },
  },
  {
    alert: 'MetricsMissing',
    at: '6m',
    bad: { [`up${member}`]: '0x200' },
    good: { [`up${member}`]: '1x200', 'up{namespace="shop",pod="somebody-else"}': '0x200' },
    labels: { namespace: 'shop', pod: 'cart-redis-0', dataservices_dev_cluster: 'cart' },
  },
  {
    alert: 'VolumeFillsUp',
    at: '6m',
    bad: { [`kubelet_volume_stats_available_bytes${claim}`]: '14x200', [`kubelet_volume_stats_capacity_bytes${claim}`]: '100x200' },
    good: {
      [`kubelet_volume_stats_available_bytes${claim}`]: '16x200',
      [`kubelet_volume_stats_capacity_bytes${claim}`]: '100x200',
      [`kubelet_volume_stats_available_bytes${foreign}`]: '1x200',
      [`kubelet_volume_stats_capacity_bytes${foreign}`]: '100x200',
    },
    labels: { ...shop, persistentvolumeclaim: 'data-cart-redis-0' },
  },
  {
    alert: 'VolumeFillsUp',
    at: '6m',
    bad: {
      'kubelet_volume_stats_available_bytes{namespace="shop",persistentvolumeclaim="data-cart-kafka-controller-0"}': '14x200',
      'kubelet_volume_stats_capacity_bytes{namespace="shop",persistentvolumeclaim="data-cart-kafka-controller-0"}': '100x200',
    },
    good: {},
    labels: { ...shop, persistentvolumeclaim: 'data-cart-kafka-controller-0' },
  },
  {
    alert: 'FileDescriptorsNearLimit',
    at: '7m',
    bad: {
      [series('process_open_fds', 'cart-kafka-0', 'app_kubernetes_io_name="kafka"')]: '900x60',
      [series('process_max_fds', 'cart-kafka-0', 'app_kubernetes_io_name="kafka"')]: '1000x60',
    },
    // Of an exporter, and of a server that has many and may have more.
    good: {
      [series('process_open_fds', 'cart-redis-0', 'app_kubernetes_io_name="redis"')]: '900x60',
      [series('process_max_fds', 'cart-redis-0', 'app_kubernetes_io_name="redis"')]: '1000x60',
      [series('rabbitmq_process_open_fds', 'cart-rabbitmq-0')]: '900x60',
      [series('rabbitmq_process_max_fds', 'cart-rabbitmq-0')]: '65536x60',
    },
    labels: { ...shop, pod: 'cart-kafka-0' },
  },
  {
    alert: 'FileDescriptorsNearLimit',
    at: '7m',
    bad: {
      [series('rabbitmq_process_open_fds', 'cart-rabbitmq-0')]: '900x60',
      [series('rabbitmq_process_max_fds', 'cart-rabbitmq-0')]: '1000x60',
    },
    good: {},
    labels: { ...shop, pod: 'cart-rabbitmq-0' },
  },
  {
    alert: 'CertificateExpires',
    at: '10m',
    // The clock of these cases begins at 0: ten days are left of ninety.
    bad: { [certificate('expiry')]: `${10 * day}x60`, [certificate('not_before')]: `${-80 * day}x60` },
    good: { [certificate('expiry')]: `${15 * day}x60`, [certificate('not_before')]: `${-75 * day}x60` },
    labels: object,
  },
  {
    alert: 'CertificateExpires',
    at: '10m',
    // A day long, and not renewed.
    bad: { [certificate('expiry')]: `${day / 8}x60`, [certificate('not_before')]: `${(-day * 7) / 8}x60` },
    good: { [certificate('expiry')]: `${day / 2}x60`, [certificate('not_before')]: `${-day / 2}x60` },
    labels: object,
  },
];
