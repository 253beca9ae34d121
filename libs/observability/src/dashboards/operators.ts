import type { Dashboard } from '../dashboard.ts';
import { operatorApiRow } from './operator-api.ts';
import { operatorObjectsRow } from './operator-objects.ts';
import { operatorWorkRow } from './operator-work.ts';

export const operatorsDashboard: Dashboard = {
  uid: 'dataservices-operators',
  title: 'Operators',
  description: 'The operator processes: who leads, what they do, what waits, and how the API server answers.',
  variables: [
    {
      name: 'namespace',
      label: 'Namespace',
      query: 'label_values(leader_election_master_status{app_kubernetes_io_name="dataservices-operator"}, namespace)',
    },
    {
      name: 'controller',
      label: 'Controller',
      query: 'label_values(controller_runtime_reconcile_total{namespace="$namespace"}, controller)',
      isMany: true,
    },
  ],
  annotations: [
    {
      name: 'Leader',
      color: 'orange',
      expr: 'leader_election_master_status{namespace="$namespace"} == 1 unless leader_election_master_status{namespace="$namespace"} offset 1m == 1',
      legend: '{{pod}} leads',
    },
  ],
  rows: [operatorObjectsRow, operatorWorkRow, operatorApiRow],
};
