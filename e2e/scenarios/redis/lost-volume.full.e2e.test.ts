import { resources } from '@dataservices/kube';
import { beforeAll, expect, test } from 'vitest';
import { askInfo } from '../../src/ask-server.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-lost-volume');
const { bed, namespace } = scenario;
const cluster = { namespace, name: 'cart' };

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

async function keyCount(): Promise<number> {
  const info = await askInfo(bed, { namespace, pod: (await masterPod(bed, cluster)).metadata.name, container: 'redis' });
  return Number(info.get('db0')?.match(/^keys=(\d+)/)?.[1] ?? 0);
}

async function claimUid(pod: string): Promise<string | undefined> {
  return (await bed.kube.get(resources.persistentVolumeClaims, { namespace, name: `data-${pod}` }))?.metadata.uid;
}

/** It is back, empty and under the same name, before any sentinel has missed it: its emptiness must not become everybody's. */
test('the master pod and its volume are gone at once, and reborn empty', async () => {
  const master = (await masterPod(bed, cluster)).metadata.name;
  const claimBefore = await claimUid(master);
  let keysBefore = 0;
  await breakUnderLoad(scenario, 'master pod and volume gone', {
    cluster,
    name: 'reborn',
    inject: async () => {
      keysBefore = await keyCount();
      await bed.kube.delete(resources.persistentVolumeClaims, { namespace, name: `data-${master}` });
      await bed.kube.delete(resources.pods, { namespace, name: master }, { gracePeriodSeconds: 0 });
    },
  });
  expect(keysBefore).toBeGreaterThan(0);
  expect(await keyCount()).toBeGreaterThanOrEqual(keysBefore);
  expect(await claimUid(master)).not.toBe(claimBefore);
  expect((await readRedis(bed, cluster)).status.leader).not.toBe(master);
});
