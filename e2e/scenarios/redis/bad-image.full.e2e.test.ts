import { beforeAll, describe, expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { isPodReady, listPods } from '../../src/pod.ts';
import { applyRedis, awaitRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { dataPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-bad-image');
const typo = { namespace, name: 'typo' };
const neighbour = { namespace, name: 'neighbour' };
const small = { replicas: 1, sentinel: { replicas: 1 }, storage: { size: '1Gi' } };

describe('an image that cannot be pulled', () => {
  let podsBefore: readonly string[];
  const neighbourPods = async () =>
    (await listPods(bed.kube, namespace, 'app.kubernetes.io/instance=neighbour')).map(
      ({ metadata, status }) => `${metadata.name} ${metadata.uid} ${status?.containerStatuses?.map(({ restartCount }) => restartCount)}`,
    );

  beforeAll(async () => {
    await Promise.all([applyRedis(bed, neighbour, small), applyRedis(bed, typo)]);
    await Promise.all([awaitRest(bed, neighbour, 'its creation', 120_000), awaitRest(bed, typo, 'its creation', 120_000)]);
    podsBefore = await neighbourPods();
  }, 150_000);

  test('becomes a condition that names it, and stops at the first pod', async () => {
    const startMs = performance.now();
    await applyRedis(bed, typo, { storage: { size: '1Gi' }, image: 'redis:no-such-tag' });
    const stuck = await awaitRedis(
      bed,
      typo,
      (found) => (found.status.conditions ?? []).some(({ message }) => /no-such-tag|Image/.test(message)),
      {
        what: 'a condition that names the image',
        timeoutMs: 30_000,
      },
    );
    figure('unpullable image to condition', formatSeconds(performance.now() - startMs), '30 s');
    expect(stuck.status.conditions?.find(({ type }) => type === 'Available')?.status).toBe('True');
    expect((await dataPods(bed, typo)).filter(isPodReady).length).toBeGreaterThanOrEqual(2);
  });

  test('leaves the other cluster alone', async () => {
    expect(await neighbourPods()).toEqual(podsBefore);
    expect((await readRedis(bed, neighbour)).status.readyReplicas).toBe(1);
  });

  test('is mended by taking it back', async () => {
    const startMs = performance.now();
    await applyRedis(bed, typo);
    await awaitRest(bed, typo, 'the image was taken back', 60_000);
    figure('image taken back to Ready and Settled', formatSeconds(performance.now() - startMs), '60 s');
    expect((await dataPods(bed, typo)).filter(isPodReady)).toHaveLength(3);
    expect(await neighbourPods()).toEqual(podsBefore);
  });
});
