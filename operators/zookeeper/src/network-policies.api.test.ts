import { buildCrd, zookeeperClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { createLogger, createManager } from '@dataservices/reconcile';
import { testNetworkPolicies } from '@dataservices/testing';
import { addZookeeperController } from './controller.ts';
import { simulatedZookeeper } from './testing/simulated-zookeeper.ts';

testNetworkPolicies({
  crd: buildCrd(zookeeperClusterKind),
  resource: resources.zookeeperClusters,
  policies: ['cart-zookeeper'],
  operator: (kube, namespace, operatorPeers) => {
    const logger = createLogger({ write: () => {} });
    const health = { port: 0, host: '127.0.0.1' };
    const manager = createManager({ name: 'zookeeper', kube, logger, namespaces: [namespace], health, handlesSignals: false });
    addZookeeperController(manager, { clusterDomain: 'cluster.local', operatorPeers }, () => simulatedZookeeper(async () => []).port);
    return manager;
  },
});
