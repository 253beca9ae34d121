import { resources } from '@dataservices/kube';
import { labelKeys, type StoredObject } from '@dataservices/plan';
import type { Manager } from '@dataservices/reconcile';
import { changesMapped } from '@dataservices/reconcile';
import { connectRedis } from './client/ioredis.ts';
import { createPatience } from './client/patience.ts';
import type { RedisPort } from './client/port.ts';
import { createSentinelWatch } from './client/sentinel-watch.ts';
import { byCluster } from './observe/caches.ts';
import { createReconcile } from './reconcile.ts';
import { fieldManager, type Settings, users } from './settings.ts';

/** Adds the controller of RedisClusters to a manager. */
export function addRedisController(manager: Manager, settings: Settings, connect = operatorConnections()): void {
  const own = { labelSelector: `${labelKeys.managedBy}=${fieldManager}`, indexes: { [byCluster]: clusterKeys } };
  const clusters = manager.cache(resources.redisClusters);
  const caches = {
    clusters,
    pods: manager.cache(resources.pods, own),
    claims: manager.cache(resources.persistentVolumeClaims, own),
    nodes: manager.cache(resources.nodes),
    statefulSets: manager.cache(resources.statefulSets, own),
    services: manager.cache(resources.services, own),
    configMaps: manager.cache(resources.configMaps, own),
    serviceAccounts: manager.cache(resources.serviceAccounts, own),
    podDisruptionBudgets: manager.cache(resources.podDisruptionBudgets, own),
  };
  const sentinelWatch = createSentinelWatch();
  manager.controller({
    name: 'rediscluster',
    for: clusters,
    owns: [caches.statefulSets, caches.services, caches.configMaps, caches.serviceAccounts, caches.podDisruptionBudgets],
    watches: [changesMapped(caches.pods, clusterKeys), changesMapped(caches.claims, clusterKeys)],
    eventSources: [sentinelWatch],
    reconcile: createReconcile({ caches, recorder: manager.recorder, sentinelWatch, settings, connect }),
    backoff: { firstMs: 200, longestMs: 30_000 },
  });
}

/** What one pass learns of who answers is remembered for the next. */
function operatorConnections(): (password: string) => RedisPort {
  const patience = createPatience();
  return (password) => connectRedis({ username: users.operator, password }, patience);
}

/** The cluster that an object of this operator belongs to, by its label: pods are controlled by their StatefulSet, and volumes by nobody. */
function clusterKeys({ metadata }: StoredObject): readonly string[] {
  const cluster = metadata.labels?.[labelKeys.cluster];
  return cluster === undefined ? [] : [`${metadata.namespace}/${cluster}`];
}
