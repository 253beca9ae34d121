import { buildCrd, kafkaClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { createLogger, createManager } from '@dataservices/reconcile';
import { testNetworkPolicies } from '@dataservices/testing';
import { addKafkaController } from './controller.ts';
import { simulatedPods } from './testing/simulated-pods.ts';

testNetworkPolicies({
  crd: buildCrd(kafkaClusterKind),
  resource: resources.kafkaClusters,
  policies: ['cart-kafka', 'cart-kafka-controller'],
  operator: (kube, namespace, operatorPeers) => {
    const logger = createLogger({ write: () => {} });
    const health = { port: 0, host: '127.0.0.1' };
    const manager = createManager({ name: 'kafka', kube, logger, namespaces: [namespace], health, handlesSignals: false });
    addKafkaController(manager, { clusterDomain: 'cluster.local', operatorPeers }, () => simulatedPods(async () => []).admin);
    return manager;
  },
});
