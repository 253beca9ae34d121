import type { AlertCase } from './alert-case.ts';

const operators = 'app_kubernetes_io_name="dataservices-operator"';
const controller = `{controller="rediscluster",pod="a",${operators}}`;
const leader = (pod: string) => `leader_election_master_status{name="dataservices-operators",pod="${pod}",${operators}}`;
const leaderOfOthers = 'leader_election_master_status{name="kube-controller-manager",pod="kube-controller-manager-a"}';
const loop = (name: string) => `nodejs_eventloop_lag_p99_seconds{namespace="dataservices-system",pod="a",app_kubernetes_io_name="${name}"}`;
const scaler = { namespace: 'shop', name: 'cart' };
const size = (which: string, pod = 'a') => `autoscaler_${which}_replicas{namespace="shop",name="cart",pod="${pod}"}`;
const bucket = (le: string) => `workqueue_queue_duration_seconds_bucket{name="rediscluster",le="${le}",${operators}}`;
const metric = (which: string) => `autoscaler_metric_${which}{namespace="shop",name="cart",metric="commands"}`;

export const operatorCases: readonly AlertCase[] = [
  {
    alert: 'OperatorWithoutLeader',
    bad: { [leader('a')]: '0x60', [leader('b')]: '0x60' },
    good: { [leader('a')]: '0x60', [leader('b')]: '1x60' },
    labels: { name: 'dataservices-operators' },
  },
  {
    alert: 'OperatorWithoutLeader',
    // Not even a process that could say that it does not lead; what others lead is nothing to this.
    bad: { 'up{pod="a"}': '0x60', [leaderOfOthers]: '1x60' },
    good: { [leader('a')]: '1x60', [leaderOfOthers]: '0x60' },
    labels: { app_kubernetes_io_name: 'dataservices-operator' },
  },
  {
    alert: 'OperatorPassesFail',
    at: '25m',
    bad: {
      [`controller_runtime_reconcile_errors_total${controller}`]: '0+1x200',
      [`controller_runtime_reconcile_total${controller}`]: '0+4x200',
    },
    good: {
      [`controller_runtime_reconcile_errors_total${controller}`]: '0+1x200',
      [`controller_runtime_reconcile_total${controller}`]: '0+40x200',
    },
    labels: { controller: 'rediscluster' },
  },
  {
    alert: 'OperatorUnforeseenError',
    bad: { [`controller_runtime_reconcile_panics_total${controller}`]: '0x8 1x60' },
    good: { [`controller_runtime_reconcile_panics_total${controller}`]: '1x60' },
    labels: { controller: 'rediscluster' },
  },
  {
    alert: 'OperatorQueueWaits',
    at: '25m',
    bad: { [bucket('10')]: '0x200', [bucket('100')]: '0+5x200', [bucket('+Inf')]: '0+5x200' },
    good: { [bucket('10')]: '0+5x200', [bucket('100')]: '0+5x200', [bucket('+Inf')]: '0+5x200' },
    labels: { name: 'rediscluster' },
  },
  {
    alert: 'OperatorWatchSilent',
    bad: { 'operator_watch_silence_seconds{pod="a",kind="Pod"}': '901x60' },
    good: { 'operator_watch_silence_seconds{pod="a",kind="Pod"}': '640x60' },
    labels: { pod: 'a', kind: 'Pod' },
  },
  {
    alert: 'OperatorForbidden',
    bad: { 'operator_forbidden_requests_total{method="PATCH",pod="a"}': '0x8 1x60' },
    good: { 'operator_forbidden_requests_total{method="PATCH",pod="a"}': '1x60' },
    labels: { method: 'PATCH' },
  },
  {
    alert: 'OperatorEventLoopLags',
    at: '15m',
    bad: { [loop('dataservices-operator')]: '0.7x100' },
    good: { [loop('dataservices-operator')]: '2x20 0.02x100', [loop('something-else')]: '3x100' },
    labels: { namespace: 'dataservices-system', pod: 'a' },
  },
  {
    alert: 'AutoScalerAtMaximum',
    at: '20m',
    bad: { [size('desired')]: '7x100', [size('max')]: '7x100', [size('min')]: '3x100' },
    // A fixed size is no alarm.
    good: { [size('desired')]: '3x100', [size('max')]: '3x100', [size('min')]: '3x100' },
    labels: scaler,
  },
  {
    alert: 'AutoScalerQueriesFail',
    at: '12m',
    bad: { 'autoscaler_query_errors_total{pod="a"}': '0+1x100' },
    good: { 'autoscaler_query_errors_total{pod="a"}': '0x8 1x100' },
    labels: { pod: 'a' },
  },
  {
    alert: 'AutoScalerMetricUnknown',
    at: '6m',
    bad: { [metric('target')]: '10x60' },
    good: { [metric('target')]: '10x60', [metric('value')]: '3x60' },
    labels: { ...scaler, metric: 'commands' },
  },
  {
    alert: 'AutoScalerFlaps',
    at: '30m',
    bad: { [size('current')]: '3x10 5x10 3x10 5x10 3x10 5x100' },
    good: { [size('current')]: '3x10 5x10 7x10 5x100' },
    labels: scaler,
  },
  {
    alert: 'AutoScalerFlaps',
    at: '30m',
    // Another operator leads after three of five changes.
    bad: { [size('current')]: '3x10 5x10 3x10 5x10 stale', [size('current', 'b')]: '_x44 3x10 5x100' },
    // It is gone.
    good: { [size('current')]: '3x10 5x10 3x10 5x10 3x10 5x10 stale' },
    labels: scaler,
  },
  {
    alert: 'AutoScalerHeld',
    at: '12m',
    bad: { [size('desired')]: '5x60', [size('current')]: '3x60' },
    good: { [size('desired')]: '5x60', [size('current')]: '3x16 5x60' },
    labels: scaler,
  },
];
