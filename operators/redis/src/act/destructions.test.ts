import { testDestructions } from '@dataservices/testing';
import { act } from '../act.ts';
import type { RedisAction } from '../action.ts';
import { host, monitoring, observed, redisCluster, serving } from '../testing/observed-builder.ts';
import { scriptedRedis } from '../testing/scripted-redis.ts';
import { destructions } from './destructions.ts';

const cluster = redisCluster();
const pod = 'cart-redis-1';

testDestructions<RedisAction>({
  owner: cluster,
  destructions,
  acts: [
    { kind: 'replica-of', pod, masterHost: host(0) },
    { kind: 'delete-user', pod, name: 'shop' },
  ],
  carryOut: (step, given) => {
    const seen = observed({ cluster, servers: [serving('master'), serving('replica')], sentinels: [monitoring(0)] });
    const redis = scriptedRedis({ view: () => serving('replica') }, []);
    const tools = { caches: {} as never, isLost: () => false, now: Date.now, signal: new AbortController().signal };
    return act({ ...given, ...tools, redis, observed: seen, plan: { applies: [], step } });
  },
});
