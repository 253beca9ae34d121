import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { actualMasters } from '../../src/actual-masters.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { type Fault, partitionFrom } from '../../src/node-faults.ts';
import { scaleOperator } from '../../src/operator.ts';
import type { Pod } from '../../src/pod.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { dataPods, masterPod, sentinelPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-partition');
const { bed, namespace, figure } = scenario;
const cluster = { namespace, name: 'cart' };
/** minReplicasMaxLagSeconds, a second by which Redis may be late, and the timeouts of the last writes, at 200 a second. */
const mostStaleWrites = 13 * 200;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

/** Clients, the operator and the API server still reach everybody. */
async function cutMasterOff(): Promise<Fault> {
  const { spec, metadata } = await masterPod(bed, cluster);
  const sentinels = await sentinelPods(bed, cluster);
  const isOnItsNode = (pod: Pod) => pod.spec.nodeName === spec.nodeName;
  const own = [metadata.name, ...namesOf(sentinels.filter(isOnItsNode))];
  const others = [...namesOf(await dataPods(bed, cluster)), ...namesOf(sentinels)].filter((name) => !own.includes(name));
  const place = (name: string) => `${namespace}/${name}`;
  return partitionFrom(bed, own.map(place), others.map(place));
}

function namesOf(pods: readonly Pod[]): readonly string[] {
  return pods.map(({ metadata }) => metadata.name);
}

describe.runIf(bed.cluster.nodeFaults !== undefined)('a master is cut off from its peers, but not from its clients', () => {
  test('the operator, which reaches it, fences it', async () => {
    const outcome = await breakUnderLoad(scenario, 'master cut off from its peers', { cluster, name: 'fenced', inject: cutMasterOff });
    expect((await masterPod(bed, cluster)).metadata.name).not.toBe(outcome.masterBefore);
    expect(outcome.pinned.lost).toBeLessThanOrEqual(mostStaleWrites);
  });

  test('without an operator it refuses writes by itself, and there is one master soon after the cut is mended', async () => {
    await scaleOperator(bed, 0);
    try {
      const outcome = await breakUnderLoad(scenario, 'master cut off from its peers, no operator', {
        cluster,
        name: 'alone',
        kinds: ['plain', 'wait', 'pinned'],
        // Until it has refused for a while.
        settleMs: 20_000,
        awaitsRest: false,
        inject: async () => {
          const { heal } = await cutMasterOff();
          return { heal: () => healAndWait(heal) };
        },
      });
      expect(outcome.pinned.errors.NOREPLICAS).toBeGreaterThan(0);
      expect(outcome.pinned.lost).toBeLessThanOrEqual(mostStaleWrites);
    } finally {
      await scaleOperator(bed, 1);
    }
    await awaitRest(bed, cluster, 'the return of the operator');
  });
});

async function healAndWait(heal: () => Promise<void>): Promise<void> {
  const startMs = performance.now();
  await heal();
  await waitUntil(async () => (await actualMasters(bed, cluster)).length === 1, {
    what: 'Sentinel to demote the old master',
    timeoutMs: 30_000,
  });
  figure('mended to one master, no operator', formatSeconds(performance.now() - startMs), '30 s');
}
