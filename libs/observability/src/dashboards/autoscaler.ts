import type { Dashboard } from '../dashboard.ts';
import { autoscalerDecisionsRow } from './autoscaler-decisions.ts';
import { autoscalerSizesRow } from './autoscaler-sizes.ts';

const own = 'namespace="$namespace",name="$scaler"';

export const autoscalerDashboard: Dashboard = {
  uid: 'dataservices-autoscaler',
  title: 'AutoScaler',
  description: 'One AutoScaler: its metrics against their targets, the sizes, and what kept a size from being changed.',
  variables: [
    { name: 'namespace', label: 'Namespace', query: 'label_values(autoscaler_max_replicas, namespace)' },
    { name: 'scaler', label: 'AutoScaler', query: 'label_values(autoscaler_max_replicas{namespace="$namespace"}, name)' },
  ],
  annotations: [
    {
      name: 'Decisions',
      color: 'purple',
      expr: `max(autoscaler_desired_replicas{${own}}) and on () (max(changes(autoscaler_desired_replicas{${own}}[1m])) > 0)`,
      legend: 'another size was decided on',
    },
    {
      name: 'Changes',
      color: 'orange',
      expr: `max(autoscaler_current_replicas{${own}}) and on () (max(changes(autoscaler_current_replicas{${own}}[1m])) > 0)`,
      legend: 'the target was scaled',
    },
  ],
  rows: [autoscalerSizesRow, autoscalerDecisionsRow],
};
