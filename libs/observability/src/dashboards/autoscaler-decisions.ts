import type { Row } from '../panel.ts';

const own = 'namespace="$namespace",name="$scaler"';
const rate = '[$__rate_interval]';

export const autoscalerDecisionsRow: Row = {
  title: 'Decisions',
  panels: [
    {
      title: 'What holds the size',
      description: 'Looks within five minutes in which something kept the size from being changed, by its reason.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `sum by (reason) (increase(autoscaler_held_total{${own}}[5m]))`, legend: '{{reason}}' }],
      needs: 'Act',
      alert: 'AutoScalerHeld',
    },
    {
      title: 'Changes within the hour',
      description: 'More than four: targets and stabilisation windows do not fit the load.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `max(changes(autoscaler_current_replicas{${own}}[1h]))`, legend: 'changes' }],
      alert: 'AutoScalerFlaps',
    },
    {
      title: 'Questions to Prometheus, 99th percentile',
      description: 'Of all AutoScalers.',
      view: 'TimeSeries',
      unit: 's',
      queries: [{ expr: `histogram_quantile(0.99, sum by (le) (rate(autoscaler_query_seconds_bucket${rate})))`, legend: 'answer' }],
    },
    {
      title: 'Questions without an answer',
      description: 'A second, of all AutoScalers. While a metric is unknown nothing shrinks.',
      view: 'TimeSeries',
      unit: 'ops',
      queries: [{ expr: `sum(rate(autoscaler_query_errors_total${rate}))`, legend: 'errors' }],
      alert: 'AutoScalerQueriesFail',
    },
    {
      title: 'Lateness of decisions, 99th percentile',
      description: 'How much later than due a look began.',
      view: 'TimeSeries',
      unit: 's',
      queries: [{ expr: `histogram_quantile(0.99, sum by (le) (rate(autoscaler_decision_lag_seconds_bucket${rate})))`, legend: 'late' }],
    },
  ],
};
