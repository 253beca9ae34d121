import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeOutcome, type FaultInput, type FaultOutcome, runFault } from '../../src/fault-run.ts';
import { forbiddenRequests } from '../../src/forbidden-requests.ts';
import { killContainer } from '../../src/kill-container.ts';
import { cutPower } from '../../src/node-faults.ts';
import { moveOperatorOff, scaleOperator } from '../../src/operator.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { awaitServices, dataPods, masterPod, sentinelPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-faults');
const cluster = { namespace, name: 'cart' };
/** What is promised for every single fault, however unlucky. */
const promisedGapMs = 10_000;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

async function breakUnderLoad(title: string, input: Omit<FaultInput, 'cluster'>): Promise<FaultOutcome> {
  const outcome = await runFault(bed, { cluster, ...input });
  figure(title, describeOutcome(outcome), 'gap 10 s, WAIT 1 lost 0');
  expect(outcome.plain.gapMs).toBeLessThanOrEqual(promisedGapMs);
  expect(outcome.wait.gapMs).toBeLessThanOrEqual(promisedGapMs);
  expect(outcome.wait.verifyError).toBeUndefined();
  expect(outcome.wait.lost).toBe(0);
  // A plain write is asynchronous: what was lost is reported, never asserted. That it could be read back is.
  expect(outcome.plain.lost).not.toBeNull();
  return outcome;
}

/**
 * Where processes and nodes are ours to kill. The power cut comes before what Sentinel has to settle alone: after an attempt of
 * its own that came to nothing it makes none for twice the failover timeout, 30 s.
 */
describe.runIf(bed.cluster.nodeFaults !== undefined)('under load', () => {
  test('the master process is killed', async () => {
    await breakUnderLoad('master process killed', { name: 'process', inject: killMaster });
    await awaitServices(bed, cluster);
  });

  test('the master pod is deleted', async () => {
    const { metadata } = await masterPod(bed, cluster);
    const { masterBefore } = await breakUnderLoad('master pod deleted', { name: 'pod', inject: deleteMaster });
    expect(masterBefore).toBe(metadata.name);
    expect((await dataPods(bed, cluster)).map((pod) => pod.metadata.uid)).not.toContain(metadata.uid);
    // By Sentinel's own failover it would be over as well, only later, and not without loss.
    expect(await eventReasons()).toContain('HandOverBeforeStop');
    await awaitServices(bed, cluster);
  });

  test("the master's node loses power", async () => {
    const node = (await masterPod(bed, cluster)).spec.nodeName ?? '';
    await moveOperatorOff(bed, node);
    const { masterBefore } = await breakUnderLoad('power cut of the master node', {
      name: 'node',
      avoidNode: node,
      inject: () => cutPower(bed, node),
    });
    expect((await readRedis(bed, cluster)).status.leader).not.toBe(masterBefore);
    await awaitServices(bed, cluster);
  });

  test('the master process is killed while no operator runs', async () => {
    await scaleOperator(bed, 0);
    try {
      await breakUnderLoad('master process killed, no operator', { name: 'alone', inject: killMaster, awaitsRest: false });
    } finally {
      await scaleOperator(bed, 1);
    }
    await awaitRest(bed, cluster, 'the return of the operator');
    await awaitServices(bed, cluster);
  });

  test('the operator has every permission that it needs', async () => {
    expect(await forbiddenRequests(bed)).toBe(0);
  });

  test('all pods are deleted at once', async () => {
    const before = [...(await dataPods(bed, cluster)), ...(await sentinelPods(bed, cluster))];
    const clusterId = (await readRedis(bed, cluster)).status.clusterId;
    const outcome = await runFault(bed, {
      cluster,
      name: 'all',
      inject: async () => {
        for (const { metadata } of before) await bed.kube.delete(resources.pods, { namespace, name: metadata.name });
      },
    });
    figure('all pods deleted', describeOutcome(outcome), 'gap 60 s, WAIT 1 lost 0');
    expect(outcome.wait.gapMs).toBeLessThanOrEqual(60_000);
    expect(outcome.wait.lost).toBe(0);
    const after = [...(await dataPods(bed, cluster)), ...(await sentinelPods(bed, cluster))];
    const oldAddresses = new Set(before.map(({ status }) => status?.podIP));
    expect(after).toHaveLength(before.length);
    expect(after.filter(({ status }) => oldAddresses.has(status?.podIP))).toEqual([]);
    expect((await readRedis(bed, cluster)).status.clusterId).toBe(clusterId);
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
