import { alertsOfNamespace, operationsOf } from '../annotations.ts';
import type { Dashboard } from '../dashboard.ts';
import { ofCluster } from '../labels.ts';
import { clusterVariables } from '../variables.ts';
import { conditionsRow } from './condition-panels.ts';
import { zookeeperEnsembleRow } from './zookeeper-ensemble.ts';
import { zookeeperServerRows } from './zookeeper-server.ts';

export const zookeeperDashboard: Dashboard = {
  uid: 'dataservices-zookeeper',
  title: 'ZooKeeper',
  description: 'One ZookeeperCluster: its leader and who follows, latencies, the disk, sessions and the virtual machine.',
  variables: clusterVariables('jvm_threads_current', 'app_kubernetes_io_name="zookeeper"'),
  annotations: [
    operationsOf('ZookeeperCluster'),
    alertsOfNamespace,
    {
      name: 'Elections',
      color: 'orange',
      expr: `sum by (pod) (increase(election_time_count{${ofCluster}}[1m])) > 0`,
      legend: '{{pod}} took part in an election',
    },
  ],
  rows: [conditionsRow('ZookeeperCluster'), zookeeperEnsembleRow, ...zookeeperServerRows],
};
