import { buildCrd, rabbitmqClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { createLogger, createManager } from '@dataservices/reconcile';
import { testNetworkPolicies } from '@dataservices/testing';
import { addRabbitmqController } from './controller.ts';
import { scriptedRabbitmq } from './testing/scripted-rabbitmq.ts';

testNetworkPolicies({
  crd: buildCrd(rabbitmqClusterKind),
  resource: resources.rabbitmqClusters,
  policies: ['cart-rabbitmq'],
  operator: (kube, namespace, operatorPeers) => {
    const logger = createLogger({ write: () => {} });
    const health = { port: 0, host: '127.0.0.1' };
    const manager = createManager({ name: 'rabbitmq', kube, logger, namespaces: [namespace], health, handlesSignals: false });
    addRabbitmqController(manager, { clusterDomain: 'cluster.local', operatorPeers }, () => scriptedRabbitmq().rabbitmq);
    return manager;
  },
});
