import { beforeAll, describe, expect, test } from 'vitest';
import { wrongSettings } from '../../src/check-settings.ts';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { provideImage } from '../../src/provide-image.ts';
import { applyRedis, awaitRedis, awaitRest, conditionOf, readRedis } from '../../src/redis-object.ts';
import { dataPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-upgrade');
const cluster = { namespace, name: 'cart' };
const storage = { size: '1Gi' };
const old = { storage, version: '7.0.15' };
const next = { storage, version: '8.0.2' };

async function versions(): Promise<readonly (string | undefined)[]> {
  const { members = [] } = (await readRedis(bed, cluster)).status;
  return members.filter(({ role }) => role !== 'sentinel').map(({ version }) => version);
}

describe('an upgrade of two majors', () => {
  beforeAll(async () => {
    await provideImage(bed, 'redis-7.0');
    await applyRedis(bed, cluster, old);
    await awaitRest(bed, cluster, 'its creation', 180_000);
  }, 400_000);

  test('begins with settings of the old version that are what the operator takes them for', async () => {
    const [pod] = await dataPods(bed, cluster);
    expect(await wrongSettings(bed, cluster, pod?.metadata.name ?? '', 'redis')).toEqual([]);
  });

  test('is taken back in the middle, under load', { timeout: 400_000 }, async () => {
    const outcome = await runFault(bed, {
      cluster,
      name: 'taken-back',
      inject: async () => {
        await applyRedis(bed, cluster, next);
        const half = await awaitRedis(
          bed,
          cluster,
          ({ status }) => status.members?.some(({ version, ready }) => version === '8.0.2' && ready) === true,
          {
            what: 'the first member of the new version',
            timeoutMs: 180_000,
          },
        );
        expect(half.status.version).toBe('7.0.15');
        await applyRedis(bed, cluster, old);
        await awaitRest(bed, cluster, 'it was taken back', 180_000);
      },
    });
    figure('upgrade taken back half-way', describeOutcome(outcome), 'WAIT 1: lost 0');
    expect(await versions()).toEqual(['7.0.15', '7.0.15', '7.0.15']);
    expect(outcome.wait.lost).toBe(0);
  });

  test('is finished under load', { timeout: 400_000 }, async () => {
    const startMs = performance.now();
    const outcome = await runFault(bed, {
      cluster,
      name: 'upgraded',
      inject: async () => {
        await applyRedis(bed, cluster, next);
        await awaitRest(bed, cluster, 'the upgrade', 300_000);
      },
    });
    figure('upgrade 7.0.15 to 8.0.2', `${describeOutcome(outcome)}, ${formatSeconds(performance.now() - startMs)}`, 'WAIT 1: lost 0');
    expect(await versions()).toEqual(['8.0.2', '8.0.2', '8.0.2']);
    expect((await readRedis(bed, cluster)).status.version).toBe('8.0.2');
    expect(outcome.wait.lost).toBe(0);
  });

  test('is not taken back when it is finished: nothing restarts', async () => {
    const before = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    await applyRedis(bed, cluster, old);
    const stalled = await awaitRedis(bed, cluster, (found) => conditionOf(found, 'Stalled')?.reason === 'VersionDowngrade', {
      what: 'the refusal',
      timeoutMs: 30_000,
    });
    expect(conditionOf(stalled, 'Stalled')?.message).toContain('set spec.version to 8.0.2 or later');
    await applyRedis(bed, cluster, next);
    await awaitRest(bed, cluster, 'the remedy', 60_000);
    expect((await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid)).toEqual(before);
  });
});
