import type { Row } from '../panel.ts';

const own = 'namespace="$namespace",name="$scaler"';

export const autoscalerSizesRow: Row = {
  title: 'Sizes and metrics',
  panels: [
    {
      title: 'Sizes',
      description:
        'What the target asks for now, what was decided on, and the bounds. Desired above current for long: something holds it, see below.',
      view: 'TimeSeries',
      unit: 'none',
      queries: ['current', 'desired', 'min', 'max'].map((which) => ({
        expr: `max(autoscaler_${which}_replicas{${own}})`,
        legend: which,
      })),
      alert: 'AutoScalerAtMaximum',
    },
    {
      title: 'Metrics, as parts of their targets',
      description: '1: the target. Within a tenth of it nothing is changed. Of several metrics, the one that asks for most decides.',
      view: 'TimeSeries',
      unit: 'percentunit',
      queries: [
        {
          expr: `max by (metric) (autoscaler_metric_value{${own}}) / (max by (metric) (autoscaler_metric_target{${own}}) > 0)`,
          legend: '{{metric}}',
        },
      ],
      alert: 'AutoScalerMetricUnknown',
    },
    {
      title: 'Metrics',
      description: 'As they are, and what they are compared with. A target of the kind AverageValue is for each member.',
      view: 'TimeSeries',
      unit: 'short',
      queries: [
        { expr: `max by (metric) (autoscaler_metric_value{${own}})`, legend: '{{metric}}' },
        { expr: `max by (metric) (autoscaler_metric_target{${own}})`, legend: 'target of {{metric}}' },
      ],
    },
  ],
};
