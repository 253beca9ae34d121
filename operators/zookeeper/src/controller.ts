import { resources } from '@dataservices/kube';
import { changesMapped, clusterKeys, createPatience, type Manager, ownedByClusters } from '@dataservices/reconcile';
import { connectZookeeper } from './client/connect-zookeeper.ts';
import type { ZookeeperPort } from './client/port.ts';
import { createReconcile } from './reconcile.ts';
import { fieldManager, type Settings } from './settings.ts';

/** Adds the controller of ZookeeperClusters to a manager. */
export function addZookeeperController(manager: Manager, settings: Settings, connect = operatorConnections()): void {
  const own = ownedByClusters(fieldManager);
  const clusters = manager.cache(resources.zookeeperClusters);
  const caches = {
    clusters,
    pods: manager.cache(resources.pods, own),
    claims: manager.cache(resources.persistentVolumeClaims, own),
    nodes: manager.cache(resources.nodes),
    storageClasses: manager.cache(resources.storageClasses),
    statefulSets: manager.cache(resources.statefulSets, own),
    services: manager.cache(resources.services, own),
    configMaps: manager.cache(resources.configMaps, own),
    serviceAccounts: manager.cache(resources.serviceAccounts, own),
    podDisruptionBudgets: manager.cache(resources.podDisruptionBudgets, own),
  };
  manager.controller({
    name: 'zookeepercluster',
    for: clusters,
    owns: [caches.statefulSets, caches.services, caches.configMaps, caches.serviceAccounts, caches.podDisruptionBudgets],
    watches: [changesMapped(caches.pods, clusterKeys), changesMapped(caches.claims, clusterKeys)],
    reconcile: createReconcile({ caches, metrics: manager.metrics.acts, recorder: manager.recorder, settings, connect }),
    backoff: { firstMs: 200, longestMs: 30_000 },
  });
}

/** What one pass learns of who answers is remembered for the next. */
function operatorConnections(): (password: string) => ZookeeperPort {
  const patience = createPatience();
  return (password) => connectZookeeper({ username: 'super', password }, patience);
}
