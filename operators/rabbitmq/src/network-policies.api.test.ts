import { buildCrd, rabbitmqClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { testManager } from '@dataservices/reconcile/testing';
import { testNetworkPolicies } from '@dataservices/testing';
import { addRabbitmqController } from './controller.ts';
import { scriptedRabbitmq } from './testing/scripted-rabbitmq.ts';

testNetworkPolicies({
  crd: buildCrd(rabbitmqClusterKind),
  resource: resources.rabbitmqClusters,
  policies: ['cart-rabbitmq'],
  operator: (kube, namespace, operatorPeers) => {
    const manager = testManager({ name: 'rabbitmq', kube, namespace });
    addRabbitmqController(manager, { clusterDomain: 'cluster.local', operatorPeers }, () => scriptedRabbitmq().rabbitmq);
    return manager;
  },
});
