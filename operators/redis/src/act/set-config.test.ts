import { createLogger } from '@dataservices/reconcile';
import { createFakeKube } from '@dataservices/testing';
import { expect, test } from 'vitest';
import type { RedisPort } from '../client/port.ts';
import { RedisError } from '../client/redis-error.ts';
import { liveRedisConfig } from '../resources/redis-config.ts';
import { monitoring, observed, redisCluster, serving } from '../testing/observed-builder.ts';
import { scriptedRedis } from '../testing/scripted-redis.ts';
import { setConfig } from './set-config.ts';

const liveConfig = { ...liveRedisConfig(redisCluster()), hz: '10' };

async function run(answer: RedisPort['setConfig']): Promise<unknown> {
  const context = {
    observed: observed({
      cluster: redisCluster({ config: { hz: 1000 } }),
      servers: [serving('master', { liveConfig })],
      sentinels: [monitoring(0)],
    }),
    kube: createFakeKube(),
    redis: { ...scriptedRedis({ view: () => serving('master') }, []), setConfig: answer },
    log: createLogger({ write: () => {} }),
    isLost: () => false,
    journal: { open: () => Promise.reject(new Error('no journal')), close: async () => {} },
    signal: new AbortController().signal,
  };
  return setConfig(context, 'cart-redis-0', { hz: '1000' }).catch((error: unknown) => error);
}

test('a refusal names the field, the member and the words of the server', async () => {
  const error = await run(async () => {
    throw new RedisError('Refused', "cart-redis-0:6379: ERR CONFIG SET failed - can't");
  });
  expect(error).toMatchObject({
    code: 'InvalidConfig',
    message: "spec.config.hz: cart-redis-0:6379: ERR CONFIG SET failed - can't; correct it, or take it out. Nothing was changed",
  });
});

test('silence is no refusal', async () => {
  const error = await run(async () => {
    throw new RedisError('Timeout', 'does not answer');
  });
  expect(error).toMatchObject({ code: 'Timeout' });
});

test('what the server takes for something else is taken back, or it would be set again and again', async () => {
  const asked: unknown[] = [];
  const error = await run(async (_, settings) => {
    asked.push(settings);
    return { hz: '500' };
  });
  expect(asked).toEqual([{ hz: '1000' }, { hz: '10' }]);
  expect(error).toMatchObject({
    code: 'InvalidConfig',
    message: 'spec.config.hz: cart-redis-0 understands hz 1000 as 500; write it that way. Nothing was changed',
  });
});
