import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildImages } from '../../images/src/build-images.ts';
import { awaitRecovery } from '../../src/await-recovery.ts';
import { describeOutcome, outcomeOf } from '../../src/fault-run.ts';
import { awaitWrites, type Load, startLoad, startPythonLoad } from '../../src/load.ts';
import { pickNode } from '../../src/pick-node.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-guides', { steps: 'independent' });
const cluster = { namespace, name: 'cart' };
/** What is promised for a fault, and what a client may spend on retries that come too early. */
const promisedGapMs = 15_000;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

/** The code of the guides in docs/redis.md, which is quoted from e2e/guides, and nothing beside it. */
describe.runIf(bed.cluster.nodeFaults !== undefined)('a client as its guide says follows a lost master', () => {
  test('ioredis', async () => {
    await followsLoss('ioredis', await startLoad(bed, { ...(await place('ioredis')), mode: 'guide', wait: 1 }));
  });

  test('redis-py', { timeout: 400_000 }, async () => {
    const [image] = await buildImages({ names: ['client-python'] });
    await bed.cluster.loadImages(image === undefined ? [] : [image.archivePath]);
    await followsLoss('redis-py', await startPythonLoad(bed, await place('redis-py')));
  });
});

async function place(name: string) {
  return { cluster, name, nodeName: await pickNode(bed, undefined) };
}

async function followsLoss(name: string, load: Load): Promise<void> {
  await awaitWrites(bed, cluster, load);
  await load.mark('loss');
  const { metadata } = await masterPod(bed, cluster);
  await bed.kube.delete(resources.pods, { namespace, name: metadata.name }, { gracePeriodSeconds: 0 });
  await awaitRecovery(async () => ({ wait: await load.state() }), { timeoutMs: 60_000 });
  await awaitRest(bed, cluster, 'the loss of the master');
  const outcome = outcomeOf(await load.finish());
  figure(`guide of ${name}, master pod lost`, describeOutcome({ wait: outcome }), `gap ${promisedGapMs / 1000} s, lost 0`);
  expect(outcome).toMatchObject({ lost: 0, verifyError: undefined });
  expect(outcome.gapMs).toBeLessThanOrEqual(promisedGapMs);
  await load.remove();
}
