import { resources } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import { awaitWrites, startLoad } from '../../src/load.ts';
import { pickNode } from '../../src/pick-node.ts';
import { listPods } from '../../src/pod.ts';
import { applyRedis, awaitRest, type RedisRef } from '../../src/redis-object.ts';
import type { TestBed } from '../../src/test-bed.ts';

export type CreationFigure = { readonly firstWriteMs: number; readonly readyMs: number };

/** From `kubectl apply` to the first write that is acknowledged, and to the end of all work. The client waits from the start on. */
export async function measureCreation(bed: TestBed, cluster: RedisRef): Promise<CreationFigure> {
  const startMs = performance.now();
  await applyRedis(bed, cluster, { storage: { size: '1Gi', whenDeleted: 'Delete' } });
  const load = await startLoad(bed, { cluster, name: `${cluster.name}-first`, nodeName: await pickNode(bed, undefined), wait: 0 });
  const written = awaitWrites(bed, cluster, load, 1, 120_000).then(() => performance.now() - startMs);
  const ready = awaitRest(bed, cluster, 'its creation', 120_000).then(() => performance.now() - startMs);
  const [firstWriteMs, readyMs] = await Promise.all([written, ready]);
  await load.finish();
  await load.remove();
  await removeCluster(bed, cluster);
  return { firstWriteMs: Math.round(firstWriteMs), readyMs: Math.round(readyMs) };
}

async function removeCluster({ kube }: TestBed, { namespace, name }: RedisRef): Promise<void> {
  await kube.delete(resources.redisClusters, { namespace, name }, { propagationPolicy: 'Background' });
  await waitUntil(async () => (await listPods(kube, namespace, `app.kubernetes.io/instance=${name}`)).length === 0, {
    what: `every pod of ${name} to be gone`,
    timeoutMs: 90_000,
    intervalMs: 200,
  });
}
