import { resources } from '@dataservices/kube';
import { describe, expect, test } from 'vitest';
import { applyRedis, awaitRedis, awaitRest } from '../../src/redis-object.ts';
import { dataPods, masterPod, sentinelPods } from '../../src/redis-objects-of.ts';
import { useStandingRedis } from '../../src/standing-redis.ts';
import { changeUnderLoad } from '../../src/under-load.ts';

const storage = { size: '1Gi' };
const scenario = useStandingRedis('redis-planned', { storage });
const { bed, cluster } = scenario;

async function change(name: string, ask: () => Promise<unknown>): Promise<void> {
  const inject = async () => {
    await ask();
    await awaitRest(bed, cluster, name, 180_000);
  };
  await changeUnderLoad(scenario, name, { cluster, name, settleMs: 1000, inject });
}

/** By request, so that the pods stay made of what they are. */
async function restartAll(): Promise<void> {
  const annotations = { 'dataservices.dev/restart': `roll-${Date.now()}` };
  await bed.kube.mergePatch(resources.redisClusters, cluster, { metadata: { annotations } });
  const isHandled = ({ status: { requests } }: Awaited<ReturnType<typeof awaitRedis>>) =>
    requests?.at(-1)?.token === annotations['dataservices.dev/restart'] && requests.at(-1)?.state === 'Handled';
  await awaitRedis(bed, cluster, isHandled, { what: 'the restart of all', timeoutMs: 180_000 });
}

describe('under load, planned changes lose no write of any client', () => {
  test('from 3 members to 5', async () => {
    await change('grow-to-5', () => applyRedis(bed, cluster, { storage, replicas: 5 }));
    expect(await dataPods(bed, cluster)).toHaveLength(5);
  });

  test('from 5 members to 3', async () => {
    await change('shrink-to-3', () => applyRedis(bed, cluster, { storage, replicas: 3 }));
    expect(await dataPods(bed, cluster)).toHaveLength(3);
    expect(await sentinelPods(bed, cluster)).toHaveLength(3);
  });

  test('a roll of all members, the master last', async () => {
    const before = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    const master = (await masterPod(bed, cluster)).metadata.name;
    await change('roll', restartAll);
    const after = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    expect(after.filter((uid) => before.includes(uid))).toEqual([]);
    expect((await masterPod(bed, cluster)).metadata.name).not.toBe(master);
  });
});
