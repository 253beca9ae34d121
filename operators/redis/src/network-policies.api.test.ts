import { buildCrd, redisClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { createLogger, createManager } from '@dataservices/reconcile';
import { testNetworkPolicies } from '@dataservices/testing';
import { addRedisController } from './controller.ts';
import { unreachable } from './testing/observed-builder.ts';
import { scriptedRedis } from './testing/scripted-redis.ts';

testNetworkPolicies({
  crd: buildCrd(redisClusterKind),
  resource: resources.redisClusters,
  policies: ['cart-redis', 'cart-redis-sentinel'],
  operator: (kube, namespace, operatorPeers) => {
    const logger = createLogger({ write: () => {} });
    const health = { port: 0, host: '127.0.0.1' };
    const manager = createManager({ name: 'redis', kube, logger, namespaces: [namespace], health, handlesSignals: false });
    addRedisController(manager, { clusterDomain: 'cluster.local', operatorPeers }, () => scriptedRedis({ view: () => unreachable }, []));
    return manager;
  },
});
