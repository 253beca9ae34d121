import { buildCrd, zookeeperClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { testManager } from '@dataservices/reconcile/testing';
import { testNetworkPolicies } from '@dataservices/testing';
import { addZookeeperController } from './controller.ts';
import { simulatedZookeeper } from './testing/simulated-zookeeper.ts';

testNetworkPolicies({
  crd: buildCrd(zookeeperClusterKind),
  resource: resources.zookeeperClusters,
  policies: ['cart-zookeeper'],
  operator: (kube, namespace, operatorPeers) => {
    const manager = testManager({ name: 'zookeeper', kube, namespace });
    addZookeeperController(manager, { clusterDomain: 'cluster.local', operatorPeers }, () => simulatedZookeeper(async () => []).port);
    return manager;
  },
});
