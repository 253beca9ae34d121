import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { killContainer } from '../../src/kill-container.ts';
import { applyRedis, awaitRest, type RedisRef, readRedis } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-empty-restart', { steps: 'independent' });
const { bed, namespace } = scenario;
const lasting = { namespace, name: 'lasting' };
const ephemeral = { namespace, name: 'ephemeral' };

beforeAll(async () => {
  await Promise.all([applyRedis(bed, lasting), applyRedis(bed, ephemeral, { storage: { ephemeral: true } })]);
  await Promise.all([awaitRest(bed, lasting, 'its creation', 120_000), awaitRest(bed, ephemeral, 'its creation', 120_000)]);
}, 150_000);

/** Everything but the file system itself, as somebody does who wants to help. */
async function emptyAndKill(cluster: RedisRef): Promise<void> {
  const master = (await masterPod(bed, cluster)).metadata.name;
  const remove = ['rm', '-rf', '/data/appendonlydir', '/data/dump.rdb', '/data/dataservices.member'];
  await bed.cluster.kubectl(['exec', '--namespace', namespace, master, '--container', 'redis', '--', ...remove]);
  await killContainer(bed, { namespace, name: master }, 'redis');
}

async function deleteAtOnce(cluster: RedisRef): Promise<void> {
  const master = (await masterPod(bed, cluster)).metadata.name;
  await bed.kube.delete(resources.pods, { namespace, name: master }, { gracePeriodSeconds: 0 });
}

/** Where it led before: an empty master would be copied, emptiness and all, to the replicas that hold the data. */
describe.runIf(bed.cluster.nodeFaults !== undefined)('a master comes back empty and does not lead', () => {
  test('its files were removed before its process died', async () => {
    const { masterBefore } = await breakUnderLoad(scenario, 'master restarts without its files', {
      cluster: lasting,
      name: 'removed',
      inject: () => emptyAndKill(lasting),
    });
    expect((await readRedis(bed, lasting)).status.leader).not.toBe(masterBefore);
  });

  test('it had no volume', async () => {
    const { masterBefore } = await breakUnderLoad(scenario, 'master pod without a volume gone', {
      cluster: ephemeral,
      name: 'no-volume',
      inject: () => deleteAtOnce(ephemeral),
    });
    expect((await readRedis(bed, ephemeral)).status.leader).not.toBe(masterBefore);
  });
});
