import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { wrongSettings } from '../../src/check-settings.ts';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { provideImage } from '../../src/provide-image.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { dataPods, masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-valkey');
const cluster = { namespace, name: 'cart' };
const valkey = { storage: { size: '1Gi' }, image: 'valkey/valkey:8.1.1', version: '8.1.1' };

describe('Valkey 8', () => {
  beforeAll(async () => {
    await provideImage(bed, 'valkey');
    await applyRedis(bed, cluster, valkey);
    await awaitRest(bed, cluster, 'its creation', 180_000);
  }, 400_000);

  test('says its own version, and has the settings that the operator takes it to have', async () => {
    expect((await readRedis(bed, cluster)).status.version).toBe('8.1.1');
    const [pod] = await dataPods(bed, cluster);
    expect(await wrongSettings(bed, cluster, pod?.metadata.name ?? '', 'valkey')).toEqual([]);
  });

  test('fails over when the master is killed', { timeout: 240_000 }, async () => {
    const outcome = await runFault(bed, {
      cluster,
      name: 'valkey-killed',
      inject: async () => {
        const { metadata } = await masterPod(bed, cluster);
        await bed.kube.delete(resources.pods, { namespace, name: metadata.name }, { gracePeriodSeconds: 0 });
      },
    });
    figure('Valkey: master killed', describeOutcome(outcome), 'WAIT 1: lost 0');
    expect(outcome.wait.lost).toBe(0);
  });

  test('hands over, member after member, in a restart of all', { timeout: 300_000 }, async () => {
    const outcome = await runFault(bed, {
      cluster,
      name: 'valkey-restart',
      inject: async () => {
        await bed.kube.mergePatch(resources.redisClusters, cluster, { metadata: { annotations: { 'dataservices.dev/restart': '1' } } });
        await awaitRest(bed, cluster, 'the restart', 240_000);
      },
    });
    figure('Valkey: rolling restart', describeOutcome(outcome), 'lost 0');
    expect(outcome.plain.lost).toBe(0);
    expect(outcome.wait.lost).toBe(0);
  });
});
