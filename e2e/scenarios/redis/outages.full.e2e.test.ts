import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { cutPower } from '../../src/node-faults.ts';
import { moveOperatorOff } from '../../src/operator.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { allPods, awaitServices, masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-outages');
const { bed, namespace } = scenario;
const cluster = { namespace, name: 'cart' };

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

/** Where nodes are ours to break. */
describe.runIf(bed.cluster.nodeFaults !== undefined)('under load', () => {
  test("the master's node loses power", async () => {
    const node = (await masterPod(bed, cluster)).spec.nodeName ?? '';
    await moveOperatorOff(bed, node);
    const { masterBefore } = await breakUnderLoad(scenario, 'power cut of the master node', {
      cluster,
      name: 'node',
      avoidNode: node,
      inject: () => cutPower(bed, node),
    });
    expect((await readRedis(bed, cluster)).status.leader).not.toBe(masterBefore);
    await awaitServices(bed, cluster);
  });

  test('all pods are deleted at once', async () => {
    const before = await allPods(bed, cluster);
    await breakUnderLoad(scenario, 'all pods deleted', {
      cluster,
      name: 'all',
      gapMs: 60_000,
      inject: async () => {
        for (const { metadata } of before) await bed.kube.delete(resources.pods, { namespace, name: metadata.name });
      },
    });
    const after = await allPods(bed, cluster);
    const oldAddresses = new Set(before.map(({ status }) => status?.podIP));
    expect(after).toHaveLength(before.length);
    expect(after.filter(({ status }) => oldAddresses.has(status?.podIP))).toEqual([]);
  });
});
