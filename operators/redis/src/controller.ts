import { resources } from '@dataservices/kube';
import { clusterCaches, clusterSources, createPatience, type Manager } from '@dataservices/reconcile';
import type { Login, TlsAccess } from './client/connection.ts';
import { connectRedis } from './client/ioredis.ts';
import { createMasterWatch } from './client/master-watch.ts';
import type { RedisPort } from './client/port.ts';
import { createSentinelWatch } from './client/sentinel-watch.ts';
import { createReconcile } from './reconcile.ts';
import { fieldManager, type Settings, users } from './settings.ts';

/** Adds the controller of RedisClusters to a manager. */
export function addRedisController(manager: Manager, settings: Settings, connect = operatorConnections()): void {
  const caches = clusterCaches(manager, resources.redisClusters, fieldManager);
  const sentinelWatch = createSentinelWatch();
  const masterWatch = createMasterWatch();
  manager.controller({
    name: 'rediscluster',
    for: caches.clusters,
    ...clusterSources(caches),
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
function operatorConnections(): (login: Login, tls?: TlsAccess) => RedisPort {
  const patience = createPatience();
  return (login, tls) => connectRedis({ username: users.operator, ...login, tls }, patience);
}
