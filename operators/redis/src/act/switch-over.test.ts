import { createLogger } from '@dataservices/reconcile';
import { createFakeKube } from '@dataservices/testing';
import { describe, expect, test, vi } from 'vitest';
import { monitoring, observed, serving, unreachable } from '../testing/observed-builder.ts';
import { type RedisScript, scriptedRedis } from '../testing/scripted-redis.ts';
import { SwitchAborted, switchOver } from './switch-over.ts';

async function run(script: RedisScript): Promise<{ readonly done: readonly string[]; readonly error: unknown }> {
  const done: string[] = [];
  const given = observed({
    servers: [serving('master'), serving('replica'), serving('replica')],
    sentinels: [monitoring(0), monitoring(0), monitoring(0)],
  });
  const context = {
    observed: given,
    kube: createFakeKube(),
    redis: scriptedRedis(script, done),
    log: createLogger({ write: () => {} }),
    now: Date.now,
    signal: new AbortController().signal,
  };
  const error = await switchOver(context, 'cart-redis-0', 'cart-redis-sentinel-0').catch((reason: unknown) => reason);
  return { done, error };
}

const behind = serving('replica', { lineage: { replid: 'r1', offset: 1 } });

describe('switchOver', () => {
  test('writes are held back before the failover, and the old master is demoted before they go on', async () => {
    const { done, error } = await run({
      view: (pod, effects) => {
        if (pod === 'cart-redis-0') return serving('master');
        return pod === 'cart-redis-2' && effects.includes('failover cart-redis-sentinel-0') ? serving('master') : serving('replica');
      },
    });
    expect(error).toBeUndefined();
    expect(done).toEqual([
      'pause cart-redis-0',
      'failover cart-redis-sentinel-0',
      'replica-of cart-redis-0',
      'resume cart-redis-0',
      'disconnect cart-redis-0',
    ]);
  });

  test('a replica that does not catch up: no failover, and writes go on', async () => {
    const { done, error } = await run({ view: (pod) => (pod === 'cart-redis-0' ? serving('master') : behind) });
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done).toEqual(['pause cart-redis-0', 'resume cart-redis-0']);
  });

  test('Sentinel promotes nobody in time: it may still do so, and until the pause runs out no write may be taken that would be lost then', async () => {
    vi.useFakeTimers();
    const result = run({ view: (pod) => (pod === 'cart-redis-0' ? serving('master') : serving('replica')) });
    await vi.advanceTimersByTimeAsync(11_000);
    vi.useRealTimers();
    const { done, error } = await result;
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done).toEqual(['pause cart-redis-0', 'failover cart-redis-sentinel-0']);
  });

  test('the replicas go down meanwhile: the old master stays one, at once', async () => {
    const { done, error } = await run({
      view: (pod, effects) => {
        if (pod === 'cart-redis-0') return serving('master');
        return effects.includes('failover cart-redis-sentinel-0') ? unreachable : serving('replica');
      },
    });
    expect(error).toBeInstanceOf(SwitchAborted);
    expect(done).toEqual(['pause cart-redis-0', 'failover cart-redis-sentinel-0', 'resume cart-redis-0']);
  });
});
