import { resources } from '@dataservices/kube';
import { testAdmission } from '../test/admission.ts';
import { badSpecs, goodSpecs, refusedSettings } from '../test/zookeeper-cluster-cases.ts';
import { parseZookeeperCluster } from './parse-zookeeper-cluster.ts';
import { zookeeperClusterKind } from './zookeeper-cluster-kind.ts';

testAdmission({
  kind: zookeeperClusterKind,
  resource: resources.zookeeperClusters,
  parse: parseZookeeperCluster,
  good: goodSpecs,
  bad: [...badSpecs, ...refusedSettings],
});
