import type { TlsAccess } from '@dataservices/certificates';
import { resources } from '@dataservices/kube';
import { clusterCaches, clusterSources, createPatience, type Manager } from '@dataservices/reconcile';
import { createAccessLooks } from './client/access-looks.ts';
import { connectZookeeper } from './client/connect-zookeeper.ts';
import type { ZookeeperPort } from './client/port.ts';
import { createReconcile } from './reconcile.ts';
import { fieldManager, type Settings } from './settings.ts';

/** Adds the controller of ZookeeperClusters to a manager. */
export function addZookeeperController(manager: Manager, settings: Settings, connect = operatorConnections()): void {
  const caches = clusterCaches(manager, resources.zookeeperClusters, fieldManager);
  manager.controller({
    name: 'zookeepercluster',
    for: caches.clusters,
    ...clusterSources(caches),
    reconcile: createReconcile({ caches, metrics: manager.metrics.acts, recorder: manager.recorder, settings, connect }),
    backoff: { firstMs: 200, longestMs: 30_000 },
  });
}

/** What one pass learns of who answers is remembered for the next. */
function operatorConnections(): (password: string, tls?: TlsAccess) => ZookeeperPort {
  const patience = createPatience();
  const looks = createAccessLooks();
  const proven = new Set<string>();
  return (password, tls) => {
    // Of pods that are gone for long: whoever is left is tried again.
    if (proven.size > 1_000) proven.clear();
    return connectZookeeper({ username: 'super', password, tls: tls && { ...tls, proven } }, patience, looks);
  };
}
