import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from '../../src/ask-redis.ts';
import { wrongSettings } from '../../src/check-settings.ts';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { livesOf } from '../../src/lives-of.ts';
import { applyRedis, awaitRedis, awaitRest, conditionOf } from '../../src/redis-object.ts';
import { allPods, dataPods } from '../../src/redis-objects-of.ts';
import { useStandingRedis } from '../../src/standing-redis.ts';

const storage = { size: '1Gi' };
const { bed, cluster, namespace, figure } = useStandingRedis('redis-config', { storage });

async function podIdentities(): Promise<readonly string[]> {
  return livesOf(await allPods(bed, cluster));
}

/** How every member shows a setting, without repetition. */
async function shownByMembers(key: string): Promise<readonly (string | undefined)[]> {
  const pods = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.name);
  const shown = await Promise.all(pods.map((pod) => readSettings(bed, cluster, pod, key)));
  return [...new Set(shown.map((settings) => settings.get(key)))];
}

async function fileOfMembers(): Promise<string> {
  type ConfigMap = StoredObject & { readonly data?: Readonly<Record<string, string>> };
  const found = await bed.kube.get<ConfigMap>(resources.configMaps, { namespace, name: 'cart-redis-config' });
  return found?.data?.['redis.conf'] ?? '';
}

describe('settings', () => {
  let before: readonly string[];

  beforeAll(async () => {
    before = await podIdentities();
  });

  test('are, of a running server, what the operator takes them for', async () => {
    const [pod] = await dataPods(bed, cluster);
    expect(await wrongSettings(bed, cluster, pod?.metadata.name ?? '', 'redis')).toEqual([]);
  });

  test('change under load without a restart and without a gap', async () => {
    const config = { maxmemory: '100mb', 'maxmemory-policy': 'ALLKEYS-LRU', 'client-output-buffer-limit': 'replica 128mb 64mb 60' };
    const outcome = await runFault(bed, {
      cluster,
      name: 'live-change',
      settleMs: 1000,
      inject: async () => {
        await applyRedis(bed, cluster, { storage, config });
        await awaitRest(bed, cluster, 'the change');
      },
    });
    figure('settings changed under load', describeOutcome(outcome), 'gap 1 s, lost 0');
    expect(await podIdentities()).toEqual(before);
    expect(await shownByMembers('maxmemory')).toEqual(['104857600']);
    expect(await shownByMembers('maxmemory-policy')).toEqual(['allkeys-lru']);
    for (const { gapMs, lost } of [outcome.plain, outcome.wait]) {
      expect(gapMs).toBeLessThanOrEqual(1_000);
      expect(lost).toBe(0);
    }
  });

  test('that Redis refuses become a condition and reach no file', async () => {
    const startMs = performance.now();
    await applyRedis(bed, cluster, { storage, config: { 'maxmemory-policy': 'nonsense' } });
    const stalled = await awaitRedis(bed, cluster, (found) => conditionOf(found, 'Stalled')?.reason === 'InvalidConfig', {
      what: 'a condition that names the setting',
      timeoutMs: 30_000,
    });
    figure('refused setting to condition', formatSeconds(performance.now() - startMs), '30 s');
    const message = conditionOf(stalled, 'Stalled')?.message ?? '';
    expect(message).toContain('spec.config.maxmemory-policy');
    expect(message).toContain('argument(s) must be one of the following');
    expect(conditionOf(stalled, 'Ready')?.status).toBe('True');
    expect(await fileOfMembers()).toContain('maxmemory-policy ALLKEYS-LRU');
    expect(await shownByMembers('maxmemory-policy')).toEqual(['allkeys-lru']);
  });

  test('that are taken out go back to their default', async () => {
    const startMs = performance.now();
    await applyRedis(bed, cluster, { storage });
    await awaitRest(bed, cluster, 'the settings were taken out', 60_000);
    figure('settings taken out to Ready and Settled', formatSeconds(performance.now() - startMs), '60 s');
    expect(await shownByMembers('maxmemory-policy')).toEqual(['noeviction']);
    expect(await shownByMembers('maxmemory')).toEqual(['0']);
    expect(await podIdentities()).toEqual(before);
  });
});
