import type { TlsAccess } from '@dataservices/certificates';
import { resources } from '@dataservices/kube';
import { clusterCaches, clusterSources, createPatience, createRefusals, type Manager } from '@dataservices/reconcile';
import { connectRabbitmq } from './client/connect-rabbitmq.ts';
import type { RabbitmqPort } from './client/port.ts';
import { users } from './names.ts';
import { createReconcile } from './reconcile.ts';
import { fieldManager, type Settings } from './settings.ts';

/** Adds the controller of RabbitmqClusters to a manager. */
export function addRabbitmqController(manager: Manager, settings: Settings, connect = operatorConnections()): void {
  const caches = clusterCaches(manager, resources.rabbitmqClusters, fieldManager);
  manager.controller({
    name: 'rabbitmqcluster',
    for: caches.clusters,
    ...clusterSources(caches),
    reconcile: createReconcile({
      caches,
      metrics: manager.metrics.acts,
      recorder: manager.recorder,
      settings,
      refusals: createRefusals(),
      connect,
    }),
    backoff: { firstMs: 200, longestMs: 30_000 },
  });
}

/** While a node joins, the management API of the others answers late, by seconds where processors are few. */
const limits = { patientMs: 5_000, impatientMs: 1_500 };

/** What one pass learns of who answers is remembered for the next. */
function operatorConnections(): (password: string, tls?: TlsAccess) => RabbitmqPort {
  const patience = createPatience(limits);
  const proven = new Set<string>();
  return (password, tls) => {
    // Of pods that are gone for long: whoever is left is tried again.
    if (proven.size > 1_000) proven.clear();
    return connectRabbitmq({ username: users.operator, password, tls: tls && { ...tls, proven } }, patience);
  };
}
