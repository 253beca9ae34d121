import { beforeAll, describe, expect, test } from 'vitest';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { dataPods, masterPod, sentinelPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { changeUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-planned');
const { bed, namespace } = scenario;
const cluster = { namespace, name: 'cart' };
const storage = { size: '1Gi' };

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

async function change(name: string, spec: object): Promise<void> {
  const inject = async () => {
    await applyRedis(bed, cluster, spec);
    await awaitRest(bed, cluster, name, 180_000);
  };
  await changeUnderLoad(scenario, name, { cluster, name, settleMs: 1000, inject });
}

describe('under load, planned changes lose no write of any client', () => {
  test('from 3 members to 5', async () => {
    await change('grow-to-5', { storage, replicas: 5 });
    expect(await dataPods(bed, cluster)).toHaveLength(5);
  });

  test('from 5 members to 3', async () => {
    await change('shrink-to-3', { storage, replicas: 3 });
    expect(await dataPods(bed, cluster)).toHaveLength(3);
    expect(await sentinelPods(bed, cluster)).toHaveLength(3);
  });

  test('a roll of all members, the master last', async () => {
    const before = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    const master = (await masterPod(bed, cluster)).metadata.name;
    await change('roll', { storage, replicas: 3, pod: { terminationGracePeriodSeconds: 40 } });
    const after = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    expect(after.filter((uid) => before.includes(uid))).toEqual([]);
    expect((await masterPod(bed, cluster)).metadata.name).not.toBe(master);
  });
});
