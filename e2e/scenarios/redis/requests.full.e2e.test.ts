import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { applyRedis, awaitRedis, awaitRest, conditionOf, readRedis } from '../../src/redis-object.ts';
import { dataPods, masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-requests');
const cluster = { namespace, name: 'cart' };
/** Aimed at are 2 s; what is promised for any single change is what is promised for a fault. */
const plannedGapMs = 10_000;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

async function annotate(annotations: Readonly<Record<string, string | null>>): Promise<void> {
  await bed.kube.mergePatch(resources.redisClusters, cluster, { metadata: { annotations } });
}

async function askUnderLoad(name: string, annotation: string, value: string): Promise<void> {
  const outcome = await runFault(bed, {
    cluster,
    name,
    inject: async () => {
      await annotate({ [annotation]: value });
      await awaitRedis(bed, cluster, ({ status }) => status.requests?.at(-1)?.state === 'Handled', {
        what: `${name} to be handled`,
        timeoutMs: 120_000,
      });
    },
  });
  figure(name, describeOutcome(outcome), 'gap 2 s, lost 0');
  for (const { gapMs, lost } of [outcome.plain, outcome.wait]) {
    expect(gapMs).toBeLessThanOrEqual(plannedGapMs);
    expect(lost).toBe(0);
  }
}

async function claimUid(pod: string): Promise<string | undefined> {
  return (await bed.kube.get(resources.persistentVolumeClaims, { namespace, name: `data-${pod}` }))?.metadata.uid;
}

describe('on request, under load', () => {
  test('every pod restarts, once', async () => {
    const before = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    await askUnderLoad('restart', 'dataservices.dev/restart', 'first');
    const after = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    expect(after.filter((uid) => before.includes(uid))).toEqual([]);
  });

  test('leadership moves to the member that is named, there and back', async () => {
    const master = (await masterPod(bed, cluster)).metadata.name;
    const names = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.name);
    const next = names.findLast((name) => name !== master) ?? '';
    await askUnderLoad('switch-over', 'dataservices.dev/switch-over', `${next}@first`);
    expect((await masterPod(bed, cluster)).metadata.name).toBe(next);
    await askUnderLoad('switch-back', 'dataservices.dev/switch-over', `${master}@second`);
    expect((await masterPod(bed, cluster)).metadata.name).toBe(master);
  });

  test('a replica is replaced with its volume', async () => {
    const master = (await masterPod(bed, cluster)).metadata.name;
    const replica = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.name).find((name) => name !== master) ?? '';
    const before = await claimUid(replica);
    await askUnderLoad('replace-replica', 'dataservices.dev/replace-member', `${replica}@first`);
    expect(await claimUid(replica)).not.toBe(before);
  });

  test('the master is replaced with its volume, after it has handed over', async () => {
    const master = (await masterPod(bed, cluster)).metadata.name;
    const before = await claimUid(master);
    await askUnderLoad('replace-master', 'dataservices.dev/replace-member', `${master}@second`);
    expect(await claimUid(master)).not.toBe(before);
    expect((await masterPod(bed, cluster)).metadata.name).not.toBe(master);
  });
});

test('a dry run says what would be done, and does nothing', async () => {
  const before = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
  await annotate({ 'dataservices.dev/dry-run': 'true' });
  await applyRedis(bed, cluster, { storage: { size: '1Gi' }, replicas: 4, pod: { terminationGracePeriodSeconds: 40 } });
  const shown = await awaitRedis(
    bed,
    cluster,
    (found) => conditionOf(found, 'Settled')?.reason === 'DryRun' && found.status.observedGeneration === found.metadata.generation,
    {
      what: 'the dry run to be told',
      timeoutMs: 30_000,
    },
  );
  expect(conditionOf(shown, 'Settled')).toMatchObject({
    status: 'False',
    message: expect.stringContaining('change StatefulSet cart-redis'),
  });
  expect((await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid)).toEqual(before);
  await annotate({ 'dataservices.dev/dry-run': null });
  await awaitRest(bed, cluster, 'the end of the dry run', 180_000);
  expect((await readRedis(bed, cluster)).status.readyReplicas).toBe(4);
});
