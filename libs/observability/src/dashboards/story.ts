import type { Dashboard } from '../dashboard.ts';
import { clusterLabel } from '../labels.ts';
import { storyRows } from './story-rows.ts';

export const storyDashboard: Dashboard = {
  uid: 'dataservices-story',
  title: 'The story of a cluster',
  description: 'Cause and effect on one time axis, whatever the service: what clients could do, what the operator did, which alerts fired.',
  variables: [
    { name: 'namespace', label: 'Namespace', query: 'label_values(operator_resource_condition{kind=~".+Cluster"}, namespace)' },
    {
      name: 'cluster',
      label: 'Cluster',
      query: 'label_values(operator_resource_condition{kind=~".+Cluster",namespace="$namespace"}, name)',
    },
  ],
  annotations: [
    {
      name: 'Operations',
      color: 'blue',
      expr: 'max by (kind, operation) (operator_resource_operation{namespace="$namespace",name="$cluster"})',
      legend: '{{kind}} {{operation}}',
    },
    {
      name: 'Alerts of the cluster',
      color: 'red',
      expr: `max by (alertname) (ALERTS{alertstate="firing",namespace="$namespace",${clusterLabel}="$cluster"} or ALERTS{alertstate="firing",namespace="$namespace",name="$cluster"})`,
      legend: '{{alertname}}',
    },
    {
      name: 'Operator',
      color: 'orange',
      expr: 'leader_election_master_status == 1 unless leader_election_master_status offset 1m == 1',
      legend: '{{pod}} leads the operators',
    },
  ],
  rows: storyRows,
};
