import { resources } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { startZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeperRest, type ZookeeperRef, zookeeperPods } from '../../src/zookeeper-object.ts';

export type CreationFigure = { readonly writingMs: number; readonly readyMs: number };

/** From `kubectl apply` to fifty acknowledged writes, and to the end of all work. The client waits from the start on. */
export async function measureCreation(bed: TestBed, cluster: ZookeeperRef): Promise<CreationFigure> {
  const startMs = performance.now();
  const sinceStart = () => Math.round(performance.now() - startMs);
  await applyZookeeper(bed, cluster, { storage: { size: '1Gi', whenDeleted: 'Delete' } });
  const written = startZookeeperLoad(bed, { cluster, name: `${cluster.name}-first` }).then((load) => ({ load, afterMs: sinceStart() }));
  const ready = awaitZookeeperRest(bed, cluster, 'its creation', 120_000).then(sinceStart);
  const [{ load, afterMs: writingMs }, readyMs] = await Promise.all([written, ready]);
  await load.finish();
  await load.remove();
  await bed.kube.delete(resources.zookeeperClusters, cluster, { propagationPolicy: 'Background' });
  await waitUntil(async () => (await zookeeperPods(bed, cluster)).length === 0, {
    what: `every pod of ${cluster.name} to be gone`,
    timeoutMs: 90_000,
    intervalMs: 200,
  });
  return { writingMs, readyMs };
}
