import { awaitWrites, startLoad } from '../../src/load.ts';
import { pickNode } from '../../src/pick-node.ts';
import { applyRedis, awaitRest, type RedisRef } from '../../src/redis-object.ts';
import type { TestBed } from '../../src/test-bed.ts';

export type FirstWrite = { readonly firstWriteMs: number; readonly readyMs: number };

/** From `kubectl apply` to the first write that is acknowledged, and to the end of all work. The client waits from the start on. */
export async function measureFirstWrite(bed: TestBed, cluster: RedisRef): Promise<FirstWrite> {
  const startMs = performance.now();
  await applyRedis(bed, cluster);
  const load = await startLoad(bed, { cluster, name: 'first-write', nodeName: await pickNode(bed, undefined), wait: 0 });
  const written = awaitWrites(bed, cluster, load, 1, 120_000).then(() => performance.now() - startMs);
  const ready = awaitRest(bed, cluster, 'its creation', 120_000).then(() => performance.now() - startMs);
  const [firstWriteMs, readyMs] = await Promise.all([written, ready]);
  await load.finish();
  await load.remove();
  return { firstWriteMs: Math.round(firstWriteMs), readyMs: Math.round(readyMs) };
}
