import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { beforeAll, describe, expect, test } from 'vitest';
import { forbiddenRequests } from '../../src/forbidden-requests.ts';
import { killContainer } from '../../src/kill-container.ts';
import { cutPower } from '../../src/node-faults.ts';
import { moveOperatorOff } from '../../src/operator.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { awaitServices, dataPods, masterPod, sentinelPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad, changeUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-faults');
const { bed, namespace } = scenario;
const cluster = { namespace, name: 'cart' };

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

/** Where processes and nodes are ours to kill. */
describe.runIf(bed.cluster.nodeFaults !== undefined)('under load', () => {
  test('the master process is killed', async () => {
    await breakUnderLoad(scenario, 'master process killed', { cluster, name: 'process', inject: killMaster });
    await awaitServices(bed, cluster);
  });

  test('the master pod is deleted, which is a switch: nobody loses a write', async () => {
    const { metadata } = await masterPod(bed, cluster);
    const { masterBefore } = await changeUnderLoad(scenario, 'master pod deleted', { cluster, name: 'pod', inject: deleteMaster });
    expect(masterBefore).toBe(metadata.name);
    expect((await readRedis(bed, cluster)).status.leader).not.toBe(masterBefore);
    expect((await dataPods(bed, cluster)).map((pod) => pod.metadata.uid)).not.toContain(metadata.uid);
    // By Sentinel's own failover it would be over as well, only later, and not without loss.
    expect(await eventReasons()).toContain('HandOverBeforeStop');
    await awaitServices(bed, cluster);
  });

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
    const before = [...(await dataPods(bed, cluster)), ...(await sentinelPods(bed, cluster))];
    await breakUnderLoad(scenario, 'all pods deleted', {
      cluster,
      name: 'all',
      gapMs: 60_000,
      inject: async () => {
        for (const { metadata } of before) await bed.kube.delete(resources.pods, { namespace, name: metadata.name });
      },
    });
    const after = [...(await dataPods(bed, cluster)), ...(await sentinelPods(bed, cluster))];
    const oldAddresses = new Set(before.map(({ status }) => status?.podIP));
    expect(after).toHaveLength(before.length);
    expect(after.filter(({ status }) => oldAddresses.has(status?.podIP))).toEqual([]);
  });

  test('the operator has every permission that it needs', async () => {
    expect(await forbiddenRequests(bed)).toBe(0);
  });
});

async function eventReasons(): Promise<readonly string[]> {
  const { items } = await bed.kube.list<StoredObject & { readonly reason: string }>(resources.events, { namespace });
  return items.map(({ reason }) => reason);
}

async function killMaster(): Promise<void> {
  const { metadata } = await masterPod(bed, cluster);
  await killContainer(bed, { namespace, name: metadata.name }, 'redis');
}

async function deleteMaster(): Promise<void> {
  const { metadata } = await masterPod(bed, cluster);
  await bed.kube.delete(resources.pods, { namespace, name: metadata.name });
}
