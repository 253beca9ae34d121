import { resources } from '@dataservices/kube';
import { clusterCaches, clusterSources, createPatience, createRefusals, type Manager } from '@dataservices/reconcile';
import { connectKafka } from './client/connect-kafka.ts';
import { groupLagMetrics } from './group-lag-metrics.ts';
import { type Connect, createReconcile } from './reconcile.ts';
import { fieldManager, type Settings } from './settings.ts';

/** Adds the controller of KafkaClusters to a manager. */
export function addKafkaController(manager: Manager, settings: Settings, connect = operatorConnections()): void {
  const caches = clusterCaches(manager, resources.kafkaClusters, fieldManager);
  manager.controller({
    name: 'kafkacluster',
    for: caches.clusters,
    ...clusterSources(caches),
    reconcile: createReconcile({
      caches,
      metrics: manager.metrics.acts,
      recorder: manager.recorder,
      settings,
      lags: groupLagMetrics(manager.metrics.registry),
      refusals: createRefusals(),
      connect,
    }),
    backoff: { firstMs: 200, longestMs: 30_000 },
  });
}

/** While a broker starts or processors are few, answers are late by seconds. */
const limits = { patientMs: 5_000, impatientMs: 1_500 };

/** What one pass learns of who answers is remembered for the next. */
function operatorConnections(): Connect {
  const patience = createPatience(limits);
  const proven = new Set<string>();
  return ({ tls, ...access }) => {
    // Of pods that are gone for long: whoever is left is tried again.
    if (proven.size > 1_000) proven.clear();
    const known = tls?.look === undefined ? tls : { ...tls, look: { ...tls.look, proven } };
    return connectKafka({ ...access, tls: known, patience, timeoutMs: limits.patientMs });
  };
}
