import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { type BadInputTarget, causes, expectTakenBack, unsatisfiable } from '../../src/bad-input-course.ts';
import { expectWhole, readOperatorHealth } from '../../src/end-state.ts';
import { isPodReady } from '../../src/pod.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { dataPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('redis-unsatisfiable');
const { bed, namespace } = scenario;
const cluster = { namespace, name: 'cart' };
const good = { storage: { size: '1Gi' } };

const readyPods = async () => (await dataPods(bed, cluster)).filter(isPodReady).length;

const target: BadInputTarget = {
  apply: (spec) => applyRedis(bed, cluster, spec),
  read: () => readRedis(bed, cluster),
  pods: () => dataPods(bed, cluster),
  awaitRest: (fault, timeoutMs) => awaitRest(bed, cluster, fault, timeoutMs),
};

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
  // The operator asks the servers, and kubelets ask them too, later.
  await waitUntil(async () => (await readyPods()) === 3, { what: 'the kubelets to find all ready', timeoutMs: 30_000 });
}, 180_000);

/** Accepted by admission, since whether a node fits is a matter of the moment. */
const cases: readonly (readonly [what: string, bad: object, cause: RegExp])[] = [
  ['an affinity that no node satisfies', unsatisfiable.affinity, causes.unscheduled],
  ['more memory than any node has', unsatisfiable.memory, causes.unscheduled],
  ['memory in which nothing can run', unsatisfiable.tinyMemory, causes.crashing],
];

describe('what cannot run stops at the first pod, is told, and is mended by taking it back', () => {
  test.for(cases)('%s', { timeout: 300_000 }, async ([what, bad, cause]) => {
    const before = { clusterId: (await readRedis(bed, cluster)).status.clusterId, ...(await readOperatorHealth(bed)) };
    await expectTakenBack(scenario, target, { what, good, bad: { ...good, ...bad }, cause, toldWithinMs: 45_000, healedWithinMs: 90_000 });
    expect(await readyPods()).toBeGreaterThanOrEqual(2);
    await expectWhole(bed, cluster, before);
  });
});
