import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { expectWhole, readOperatorHealth } from '../../src/end-state.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { isPodReady } from '../../src/pod.ts';
import { applyRedis, awaitRedis, awaitRest, conditionOf, readRedis } from '../../src/redis-object.ts';
import { dataPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-unsatisfiable');
const cluster = { namespace, name: 'cart' };
const storage = { size: '1Gi' };

const readyPods = async () => (await dataPods(bed, cluster)).filter(isPodReady).length;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
  // The operator asks the servers, and kubelets ask them too, later.
  await waitUntil(async () => (await readyPods()) === 3, { what: 'the kubelets to find all ready', timeoutMs: 30_000 });
}, 180_000);

const nodeNowhere = { matchExpressions: [{ key: 'dataservices.dev/nowhere', operator: 'Exists' }] };
const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [nodeNowhere] } } };

/** Accepted by admission, since whether a node fits is a matter of the moment. */
const cases: readonly (readonly [what: string, spec: object])[] = [
  ['an affinity that no node satisfies', { storage, pod: { affinity } }],
  ['more memory than any node has', { storage, resources: { requests: { memory: '1000Gi' } } }],
  ['memory in which nothing can run', { storage, resources: { requests: { memory: '4Mi' }, limits: { memory: '4Mi' } } }],
];

describe('what cannot run stops at the first pod, is told, and is mended by taking it back', () => {
  test.for(cases)('%s', { timeout: 300_000 }, async ([what, spec]) => {
    const before = { clusterId: (await readRedis(bed, cluster)).status.clusterId, ...(await readOperatorHealth(bed)) };
    const startMs = performance.now();
    await applyRedis(bed, cluster, spec);
    const stuck = await awaitRedis(
      bed,
      cluster,
      (found) => conditionOf(found, 'MembersReady')?.status === 'False' && found.status.observedGeneration === found.metadata.generation,
      { what: 'a condition that says so', timeoutMs: 45_000 },
    );
    figure(`${what}: to the condition`, formatSeconds(performance.now() - startMs), '45 s');
    expect(conditionOf(stuck, 'Available')?.status).toBe('True');
    expect(await readyPods()).toBeGreaterThanOrEqual(2);
    const backMs = performance.now();
    await applyRedis(bed, cluster, { storage });
    await awaitRest(bed, cluster, `${what} was taken back`, 90_000);
    figure(`${what}: taken back to Ready and Settled`, formatSeconds(performance.now() - backMs), '90 s');
    await expectWhole(bed, cluster, before);
  });
});
