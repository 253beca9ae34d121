import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { forbiddenRequests } from '../../src/forbidden-requests.ts';
import { killContainer } from '../../src/kill-container.ts';
import { readRedis } from '../../src/redis-object.ts';
import { awaitServices, dataPods, masterPod } from '../../src/redis-objects-of.ts';
import { useStandingRedis } from '../../src/standing-redis.ts';
import { breakUnderLoad, changeUnderLoad } from '../../src/under-load.ts';

const scenario = useStandingRedis('redis-faults', { storage: { size: '1Gi' } });
const { bed, cluster, namespace } = scenario;

/** Within it a lost master is missed, and a master that is being stopped has handed over. */
const shownMs = 5000;

/** Where processes are ours to kill. */
describe.runIf(bed.cluster.nodeFaults !== undefined)('under load', () => {
  test('the master process is killed', async () => {
    await breakUnderLoad(scenario, 'master process killed', { cluster, name: 'process', settleMs: shownMs, inject: killMaster });
    await awaitServices(bed, cluster);
  });

  test('the master pod is deleted, which is a switch: nobody loses a write', async () => {
    const [{ metadata }, handOvers] = [await masterPod(bed, cluster), await readHandOvers()];
    const { masterBefore } = await changeUnderLoad(scenario, 'master pod deleted', {
      cluster,
      name: 'pod',
      settleMs: shownMs,
      inject: deleteMaster,
    });
    expect(masterBefore).toBe(metadata.name);
    expect((await readRedis(bed, cluster)).status.leader).not.toBe(masterBefore);
    expect((await dataPods(bed, cluster)).map((pod) => pod.metadata.uid)).not.toContain(metadata.uid);
    // By Sentinel's own failover it would be over as well, only later, and not without loss.
    expect((await readHandOvers()).filter((event) => !handOvers.includes(event))).toHaveLength(1);
    await awaitServices(bed, cluster);
  });

  test('the operator has every permission that it needs', async () => {
    expect(await forbiddenRequests(bed)).toBe(0);
  });
});

/** Of this cluster until now; one that is told again is another. */
async function readHandOvers(): Promise<readonly string[]> {
  const { items } = await bed.kube.list<StoredObject & { readonly reason: string }>(resources.events, { namespace });
  const found = items.filter(({ reason }) => reason === 'HandOverBeforeStop');
  return found.map(({ metadata }) => `${metadata.name} ${metadata.resourceVersion}`);
}

async function killMaster(): Promise<void> {
  const { metadata } = await masterPod(bed, cluster);
  await killContainer(bed, { namespace, name: metadata.name }, 'redis');
}

async function deleteMaster(): Promise<void> {
  const { metadata } = await masterPod(bed, cluster);
  await bed.kube.delete(resources.pods, { namespace, name: metadata.name });
}
