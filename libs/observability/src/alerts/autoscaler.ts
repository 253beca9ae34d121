import type { Alert, AlertGroup } from './alert.ts';

const scaler = '{{ $labels.namespace }}/{{ $labels.name }}';
const by = 'max by (namespace, name)';

const atMaximum: Alert = {
  name: 'AutoScalerAtMaximum',
  severity: 'warning',
  expr: `${by} (autoscaler_desired_replicas) >= ${by} (autoscaler_max_replicas) and ${by} (autoscaler_max_replicas) > ${by} (autoscaler_min_replicas)`,
  for: '15m',
  summary: `AutoScaler ${scaler} is at its maximum`,
  description: `${scaler} has wanted its largest size, {{ $value }}, for a quarter of an hour.`,
  runbook: {
    meaning: 'It would not grow further, whatever the metrics say.',
    impact: 'More load makes clients slower.',
    look: ['Metrics against targets on the dashboard.'],
    remedy: ['Raise `maxReplicas`, if the nodes have room; or the target, if the members are not busy.'],
  },
};

const queriesFail: Alert = {
  name: 'AutoScalerQueriesFail',
  severity: 'warning',
  expr: 'increase(autoscaler_query_errors_total[5m]) > 0',
  for: '5m',
  summary: 'Prometheus does not answer the AutoScalers',
  description: '{{ $value | humanize }} questions within five minutes had no answer.',
  runbook: {
    meaning: 'Prometheus is away, slow, or not allowed, or a query is wrong.',
    impact: 'While a metric is unknown nothing shrinks.',
    look: ['`status.conditions` of the AutoScalers: `ScalingActive` says which query, and why.'],
    remedy: ['Mend Prometheus or the query. `prometheus.allowedHosts` of the chart says who may be asked.'],
  },
};

const metricUnknown: Alert = {
  name: 'AutoScalerMetricUnknown',
  severity: 'warning',
  expr: 'max by (namespace, name, metric) (autoscaler_metric_target) unless max by (namespace, name, metric) (autoscaler_metric_value)',
  for: '5m',
  summary: `AutoScaler ${scaler} does not know {{ $labels.metric }}`,
  description: `The metric {{ $labels.metric }} of ${scaler} has been unknown for five minutes.`,
  runbook: {
    meaning: 'The query gives nothing, or an error.',
    impact: 'It is not scaled by this metric, and does not shrink.',
    look: ['Ask Prometheus the same query, with the names of the target in place of `$namespace` and `$name`.'],
    remedy: ['Mend the query, or the scraping of what it asks for.'],
  },
};

const flaps: Alert = {
  name: 'AutoScalerFlaps',
  severity: 'warning',
  // Whoever leads the operators tells the size: counted by pod, the changes before another one took over would be forgotten. One that was deleted
  // changes nothing any more.
  expr: `changes((${by} (autoscaler_current_replicas))[1h:15s]) > 4 and ${by} (autoscaler_current_replicas)`,
  for: '0s',
  summary: `AutoScaler ${scaler} changes its mind again and again`,
  description: `{{ $value }} changes of the size within an hour.`,
  runbook: {
    meaning: 'Each change moves data.',
    impact: 'Copies cost the members that serve.',
    look: ['Metrics against targets: does the metric fall below the target by growing alone?'],
    remedy: [
      'A longer `behavior.scaleDown.stabilizationWindowSeconds`; fewer `sizes.allowed`; a metric that follows the load and not the size.',
    ],
  },
};

const held: Alert = {
  name: 'AutoScalerHeld',
  severity: 'warning',
  expr: `${by} (autoscaler_desired_replicas) != ${by} (autoscaler_current_replicas)`,
  for: '10m',
  summary: `AutoScaler ${scaler} is kept from scaling`,
  description: `${scaler} has wanted another size, {{ $value }}, for ten minutes.`,
  runbook: {
    meaning: 'Something holds it: the target has not settled, is paused, or a veto has a value.',
    impact: 'The size does not fit the load.',
    look: ['`status.decision.held` of the AutoScaler names each hold.'],
    remedy: ['What holds it: let the target settle, end the pause, or see why the veto holds.'],
  },
};

export const autoscalerAlerts: AlertGroup = {
  name: 'autoscaler',
  title: 'AutoScaler',
  alerts: [atMaximum, queriesFail, metricUnknown, flaps, held],
};
