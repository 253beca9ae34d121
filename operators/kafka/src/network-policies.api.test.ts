import { buildCrd, kafkaClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { testManager } from '@dataservices/reconcile/testing';
import { testNetworkPolicies } from '@dataservices/testing';
import { addKafkaController } from './controller.ts';
import { simulatedPods } from './testing/simulated-pods.ts';

testNetworkPolicies({
  crd: buildCrd(kafkaClusterKind),
  resource: resources.kafkaClusters,
  policies: ['cart-kafka', 'cart-kafka-controller'],
  operator: (kube, namespace, operatorPeers) => {
    const manager = testManager({ name: 'kafka', kube, namespace });
    addKafkaController(manager, { clusterDomain: 'cluster.local', operatorPeers }, () => simulatedPods(async () => []).admin);
    return manager;
  },
});
