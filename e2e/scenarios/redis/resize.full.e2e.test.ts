import { beforeAll, describe, expect, test } from 'vitest';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { dataPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-resize');
const cluster = { namespace, name: 'cart' };
const storage = { size: '1Gi' };
/** Aimed at are 2 s; a machine that is busy with other things may take longer for the same steps. */
const plannedGapMs = 3000;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

async function changeUnderLoad(name: string, spec: object): Promise<void> {
  const outcome = await runFault(bed, {
    cluster,
    name,
    inject: async () => {
      await applyRedis(bed, cluster, spec);
      await awaitRest(bed, cluster, name, 180_000);
    },
  });
  figure(name, describeOutcome(outcome), 'gap 2 s, lost 0');
  for (const { gapMs, lost } of [outcome.plain, outcome.wait]) {
    expect(gapMs).toBeLessThanOrEqual(plannedGapMs);
    expect(lost).toBe(0);
  }
}

describe('under load, planned changes', () => {
  test('take a changed setting of Redis over, one after the other', async () => {
    const before = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    await changeUnderLoad('setting', { storage, replicas: 3, pod: { terminationGracePeriodSeconds: 40 }, config: { timeout: 300 } });
    const after = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    expect(after.filter((uid) => before.includes(uid))).toEqual([]);
  });
});
