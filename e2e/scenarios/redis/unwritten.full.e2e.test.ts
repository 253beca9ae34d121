import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { askRedis } from '../../src/ask-redis.ts';
import { breakAlone } from '../../src/break-alone.ts';
import { killContainer } from '../../src/kill-container.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { slowDisk } from '../../src/slow-disk.ts';

const scenario = useScenario('redis-unwritten');
const { bed, namespace } = scenario;
const cluster = { namespace, name: 'cart' };

beforeAll(async () => {
  await applyRedis(bed, cluster, { storage: { size: '1Gi' } });
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

/** Bytes that were acknowledged and wait in memory, because the disk is still busy with those of before. */
async function unwrittenBytes(pod: string): Promise<number> {
  const info = new Map(
    (await askRedis(bed, cluster, pod, ['INFO', 'persistence'])).map((line) => line.trim().split(':') as [string, string]),
  );
  return info.get('aof_pending_bio_fsync') === '0' ? 0 : Number(info.get('aof_buffer_length') ?? 0);
}

async function killWithUnwritten(): Promise<void> {
  const ref = { namespace, name: (await masterPod(bed, cluster)).metadata.name };
  const slow = await slowDisk(bed, ref, { container: 'redis', folder: '/data', writesPerSecond: 1 });
  await waitUntil(async () => (await unwrittenBytes(ref.name)) > 8_192, {
    what: 'acknowledged writes that are in memory alone',
    timeoutMs: 30_000,
  });
  await killContainer(bed, ref, 'redis');
  // Else its process would not end before the sentinels have missed it.
  await slow.heal();
}

/** It is back long before the sentinels miss it. Where it led then, its replicas took over what it had. */
describe.runIf(bed.cluster.nodeFaults !== undefined)('a master whose disk is slow', () => {
  test('dies with acknowledged writes in memory alone: who has them leads', async () => {
    const before = await breakAlone(scenario, 'master killed with unwritten data, no operator', {
      cluster,
      name: 'unwritten',
      inject: killWithUnwritten,
    });
    await awaitRest(bed, cluster, 'the return of the operator');
    expect((await readRedis(bed, cluster)).status.leader).not.toBe(before);
  });
});
