import type { Row } from '../panel.ts';

const own = 'namespace="$namespace",controller=~"$controller"';
const queue = 'namespace="$namespace",name=~"$controller"';
const rate = '[$__rate_interval]';

export const operatorWorkRow: Row = {
  title: 'Passes',
  panels: [
    {
      title: 'Passes a second',
      description: 'By what came of them. Errors are tried again, each later than the one before.',
      view: 'TimeSeries',
      unit: 'ops',
      queries: [
        {
          expr: `sum by (controller, result) (rate(controller_runtime_reconcile_total{${own}}${rate}))`,
          legend: '{{controller}} {{result}}',
        },
      ],
      alert: 'OperatorPassesFail',
    },
    {
      title: 'Length of a pass',
      description: '50th and 99th percentile. A pass asks every server of its cluster.',
      view: 'TimeSeries',
      unit: 's',
      queries: [0.5, 0.99].map((quantile) => ({
        expr: `histogram_quantile(${quantile}, sum by (controller, le) (rate(controller_runtime_reconcile_time_seconds_bucket{${own}}${rate})))`,
        legend: `{{controller}} ${quantile}`,
      })),
    },
    {
      title: 'Failures that nobody has thought of',
      description: 'Zero. Anything else is a bug: please report it with the log.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        { expr: `sum by (controller) (increase(controller_runtime_reconcile_panics_total{${own}}[1h]))`, legend: '{{controller}}' },
        {
          expr: `sum by (controller) (increase(controller_runtime_reconcile_timeouts_total{${own}}[1h]))`,
          legend: '{{controller}} too long',
        },
      ],
    },
    {
      title: 'Keys that wait',
      description: 'Clusters whose turn has not come yet.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `sum by (name) (workqueue_depth{${queue}})`, legend: '{{name}}' }],
      alert: 'OperatorQueueWaits',
    },
    {
      title: 'How long a key waits, 99th percentile',
      description: 'Below a second: there are workers enough.',
      view: 'TimeSeries',
      unit: 's',
      queries: [
        {
          expr: `histogram_quantile(0.99, sum by (name, le) (rate(workqueue_queue_duration_seconds_bucket{${queue}}${rate})))`,
          legend: '{{name}}',
        },
      ],
      alert: 'OperatorQueueWaits',
    },
    {
      title: 'Longest pass that goes on',
      description: 'A pass ends within a minute, or is ended.',
      view: 'TimeSeries',
      unit: 's',
      queries: [{ expr: `max by (name) (workqueue_longest_running_processor_seconds{${queue}})`, legend: '{{name}}' }],
    },
  ],
};
