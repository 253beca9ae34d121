import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { fillVolume } from '../../src/node-faults.ts';
import { applyRedis, awaitRedis, awaitRest, conditionOf } from '../../src/redis-object.ts';
import { dataPods, masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-full-volume');
const { bed, namespace, figure } = scenario;
const cluster = { namespace, name: 'cart' };
const promisedNoticeMs = 30_000;
/** While every volume is full nobody can write, until somebody has noticed and every volume has grown. */
const allFullMs = 120_000;
const full = /cannot write to its volume/;

function spec(mebibytes: number): object {
  return { storage: { size: `${mebibytes}Mi`, className: 'growable' } };
}

beforeAll(async () => {
  await applyRedis(bed, cluster, spec(400));
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

function claimOf(pod: string) {
  return { namespace, name: `data-${pod}` };
}

async function claimUids(): Promise<readonly string[]> {
  return (await bed.kube.list(resources.persistentVolumeClaims, { namespace })).items.map(({ metadata }) => metadata.uid).sort();
}

type Full = {
  readonly what: string;
  readonly pods: readonly string[];
  /** Those that have to be named; default all. */
  readonly named?: readonly string[];
  readonly grownTo: number;
  /** What else has to have happened before somebody makes room. */
  readonly until?: () => Promise<unknown>;
};

/** From no room at all, by a condition that says so, to volumes that have grown. */
async function fillAndGrow({ what, pods, named = pods, grownTo, until }: Full): Promise<void> {
  const faults = await Promise.all(pods.map((pod) => fillVolume(bed, claimOf(pod))));
  const startMs = performance.now();
  const told = new Set<string>();
  // Not all at the same time: a replica that has no room for a copy sleeps over it, for seconds at a time, and then is one that does not answer.
  const isTold = ({ status }: Awaited<ReturnType<typeof awaitRedis>>) => {
    const messages = (status.conditions ?? []).map(({ message }) => message).filter((message) => full.test(message));
    for (const pod of pods) if (messages.some((message) => message.includes(pod))) told.add(pod);
    return named.every((pod) => told.has(pod));
  };
  await awaitRedis(bed, cluster, isTold, { what: 'a condition that says so', timeoutMs: 90_000 });
  const noticeMs = performance.now() - startMs;
  figure(`${what}: to the condition`, formatSeconds(noticeMs), formatSeconds(promisedNoticeMs, 0));
  await until?.();
  const growMs = performance.now();
  await applyRedis(bed, cluster, spec(grownTo));
  await awaitRest(bed, cluster, 'the growth of its volumes', 180_000);
  figure(`${what}: grown, to Ready and Settled`, formatSeconds(performance.now() - growMs));
  for (const { heal } of faults) await heal();
  expect(noticeMs).toBeLessThanOrEqual(promisedNoticeMs);
}

describe.runIf(bed.cluster.volumeFaults !== undefined)('a volume is full to the last byte, under load', () => {
  test("a replica's: clients do not notice", { timeout: 400_000 }, async () => {
    const [before, master] = [await claimUids(), (await masterPod(bed, cluster)).metadata.name];
    const replica = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.name).find((name) => name !== master) ?? '';
    const inject = () => fillAndGrow({ what: 'volume of a replica full', pods: [replica], grownTo: 500 });
    const outcome = await breakUnderLoad(scenario, 'volume of a replica full', { cluster, name: 'replica', gapMs: 1000, inject });
    expect((await masterPod(bed, cluster)).metadata.name).toBe(master);
    expect(outcome.plain.lost).toBe(0);
    expect(await claimUids()).toEqual(before);
  });

  test("the master's: another leads", { timeout: 400_000 }, async () => {
    const [before, master] = [await claimUids(), (await masterPod(bed, cluster)).metadata.name];
    // Room that comes back while Sentinel is replacing the master would give it writes that only it, and a replica that goes over, have.
    const until = () => awaitRedis(bed, cluster, ({ status }) => status.leader !== master, { what: 'another leader', timeoutMs: 60_000 });
    const inject = () => fillAndGrow({ what: 'volume of the master full', pods: [master], grownTo: 600, until });
    await breakUnderLoad(scenario, 'volume of the master full', { cluster, name: 'master', inject });
    expect((await masterPod(bed, cluster)).metadata.name).not.toBe(master);
    expect(await claimUids()).toEqual(before);
  });

  test("everybody's: writes are refused, and go on when the volumes have grown", { timeout: 400_000 }, async () => {
    const before = await claimUids();
    const pods = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.name);
    // The master refuses writes for want of replicas from then on, and so may never find that it could not store them.
    const master = (await masterPod(bed, cluster)).metadata.name;
    const named = pods.filter((name) => name !== master);
    const isRefused = () =>
      awaitRedis(bed, cluster, (found) => conditionOf(found, 'Available')?.status === 'False', {
        what: 'Available to be False',
        timeoutMs: 60_000,
      });
    const inject = async () => {
      await Promise.all([isRefused(), fillAndGrow({ what: 'all volumes full', pods, named, grownTo: 700 })]);
    };
    const outcome = await breakUnderLoad(scenario, 'all volumes full', { cluster, name: 'all', gapMs: allFullMs, inject });
    expect(outcome.plain.lost).toBe(0);
    expect(await claimUids()).toEqual(before);
  });
});
