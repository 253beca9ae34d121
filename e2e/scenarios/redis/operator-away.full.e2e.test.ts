import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { breakAlone } from '../../src/break-alone.ts';
import { killContainer } from '../../src/kill-container.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { awaitServices, masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('redis-operator-away');
const { bed, namespace } = scenario;
const cluster = { namespace, name: 'cart' };

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

describe.runIf(bed.cluster.nodeFaults !== undefined)('without any operator', () => {
  test('the master process is killed, and Sentinel is enough', async () => {
    await breakAlone(scenario, 'master process killed, no operator', {
      cluster,
      name: 'process',
      inject: async () => killContainer(bed, { namespace, name: (await masterPod(bed, cluster)).metadata.name }, 'redis'),
    });
    await awaitRest(bed, cluster, 'the return of the operator');
    await awaitServices(bed, cluster);
  });

  test('the master pod is gone at once, another leads, and the operator that returns takes note of it', async () => {
    const before = await breakAlone(scenario, 'master pod gone at once, no operator', {
      cluster,
      name: 'pod',
      inject: async () => {
        const { metadata } = await masterPod(bed, cluster);
        await bed.kube.delete(resources.pods, { namespace, name: metadata.name }, { gracePeriodSeconds: 0 });
      },
    });
    await awaitRest(bed, cluster, 'the return of the operator');
    await awaitServices(bed, cluster);
    expect((await readRedis(bed, cluster)).status.leader).not.toBe(before);
  });
});
