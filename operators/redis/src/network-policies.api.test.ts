import { buildCrd, redisClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { testManager } from '@dataservices/reconcile/testing';
import { testNetworkPolicies } from '@dataservices/testing';
import { addRedisController } from './controller.ts';
import { unreachable } from './testing/observed-builder.ts';
import { scriptedRedis } from './testing/scripted-redis.ts';

testNetworkPolicies({
  crd: buildCrd(redisClusterKind),
  resource: resources.redisClusters,
  policies: ['cart-redis', 'cart-redis-sentinel'],
  operator: (kube, namespace, operatorPeers) => {
    const manager = testManager({ name: 'redis', kube, namespace });
    addRedisController(manager, { clusterDomain: 'cluster.local', operatorPeers }, () => scriptedRedis({ view: () => unreachable }, []));
    return manager;
  },
});
