import { resources } from '@dataservices/kube';
import { describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { awaitWrites, type Load, startLoad } from '../../src/load.ts';
import { pickNode } from '../../src/pick-node.ts';
import { listPods } from '../../src/pod.ts';
import { applyRedis, awaitRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace } = useScenario('redis-volumes');
const cluster = { namespace, name: 'cart' };

const volumes = async () =>
  (await bed.kube.list(resources.persistentVolumeClaims, { namespace })).items.map(({ metadata }) => metadata.uid).sort();
const secretNames = async () => (await bed.kube.list(resources.secrets, { namespace })).items.map(({ metadata }) => metadata.name).sort();

async function deleteCluster(): Promise<void> {
  await bed.kube.delete(resources.redisClusters, cluster, { propagationPolicy: 'Background' });
  const selector = 'app.kubernetes.io/instance=cart';
  await waitUntil(async () => (await listPods(bed.kube, namespace, selector)).length === 0, {
    what: 'every pod of the cluster to be gone',
    timeoutMs: 60_000,
    intervalMs: 200,
  });
}

describe('a cluster that is deleted', () => {
  let load: Load;
  let clusterId: string | undefined;
  let volumesBefore: readonly string[];

  test('holds data first', async () => {
    await applyRedis(bed, cluster);
    clusterId = (await awaitRest(bed, cluster, 'its creation', 120_000)).status.clusterId;
    load = await startLoad(bed, { cluster, name: 'writer', nodeName: await pickNode(bed, undefined), wait: 1 });
    await awaitWrites(bed, cluster, load, 500);
    volumesBefore = await volumes();
    expect(volumesBefore).toHaveLength(3);
  });

  test('keeps its volumes and the Secrets that open them', async () => {
    await deleteCluster();
    expect(await volumes()).toEqual(volumesBefore);
    expect(await secretNames()).toEqual(expect.arrayContaining(['cart-redis-auth', 'cart-redis-internal']));
  });

  test('takes them up again when it is created again, with its data and identity', async () => {
    await applyRedis(bed, cluster);
    await awaitRest(bed, cluster, 'its return', 120_000);
    expect((await readRedis(bed, cluster)).status.clusterId).toBe(clusterId);
    expect(await volumes()).toEqual(volumesBefore);
    // The client has been writing all the time: it must find its way back by itself.
    const summary = await load.finish();
    expect(summary).toMatchObject({ lost: 0 });
    expect(summary.acknowledged).toBeGreaterThanOrEqual(500);
    await load.remove();
  });

  test('takes volumes and Secrets along with whenDeleted: Delete', async () => {
    await applyRedis(bed, cluster, { storage: { size: '1Gi', whenDeleted: 'Delete' } });
    await awaitRedis(bed, cluster, (found) => found.status.observedGeneration === found.metadata.generation, {
      what: 'the operator to see whenDeleted: Delete',
      timeoutMs: 20_000,
    });
    await awaitRest(bed, cluster, 'the change of whenDeleted');
    await deleteCluster();
    await waitUntil(async () => (await volumes()).length === 0 && (await secretNames()).length === 0, {
      what: 'volumes and Secrets to be gone',
      timeoutMs: 60_000,
      intervalMs: 200,
      explain: async () => `still there: ${[...(await volumes()), ...(await secretNames())].join(', ')}`,
    });
  });
});
