import { resources } from '@dataservices/kube';
import { changesMapped, clusterKeys, createPatience, type Manager, ownedByClusters } from '@dataservices/reconcile';
import { connectRedis } from './client/ioredis.ts';
import { createMasterWatch } from './client/master-watch.ts';
import type { RedisPort } from './client/port.ts';
import { createSentinelWatch } from './client/sentinel-watch.ts';
import { createReconcile } from './reconcile.ts';
import { fieldManager, type Settings, users } from './settings.ts';

/** Adds the controller of RedisClusters to a manager. */
export function addRedisController(manager: Manager, settings: Settings, connect = operatorConnections()): void {
  const own = ownedByClusters(fieldManager);
  const clusters = manager.cache(resources.redisClusters);
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
  const sentinelWatch = createSentinelWatch();
  const masterWatch = createMasterWatch();
  manager.controller({
    name: 'rediscluster',
    for: clusters,
    owns: [caches.statefulSets, caches.services, caches.configMaps, caches.serviceAccounts, caches.podDisruptionBudgets],
    watches: [changesMapped(caches.pods, clusterKeys), changesMapped(caches.claims, clusterKeys)],
    eventSources: [sentinelWatch, masterWatch],
    reconcile: createReconcile({
      caches,
      metrics: manager.metrics.acts,
      recorder: manager.recorder,
      sentinelWatch,
      masterWatch,
      settings,
      connect,
    }),
    backoff: { firstMs: 200, longestMs: 30_000 },
  });
}

/** What one pass learns of who answers is remembered for the next. */
function operatorConnections(): (password: string) => RedisPort {
  const patience = createPatience();
  return (password) => connectRedis({ username: users.operator, password }, patience);
}
