import { resources } from '@dataservices/kube';
import { beforeAll, expect, test } from 'vitest';
import { drainNode } from '../../src/drain-node.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { lowestReadiness } from '../../src/lowest-readiness.ts';
import { awaitOperator, operatorPods } from '../../src/operator.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { allPods, awaitServices, dataPods, sentinelPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { changeUnderLoad, promisedGapMs } from '../../src/under-load.ts';

const scenario = useScenario('redis-drain');
const { bed, namespace, figure } = scenario;
const cluster = { namespace, name: 'cart' };
/** Of all nodes together, as of somebody who waits for it. */
const promisedMs = 300_000;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

async function drain(node: string): Promise<void> {
  const operators = (await operatorPods(bed)).length;
  await drainNode(bed, node);
  await awaitOperator(bed, operators);
  await awaitRest(bed, cluster, `the drain of ${node}`);
}

test('every node is drained, one after the other, under load: nobody loses a write', { timeout: 600_000 }, async () => {
  const before = (await allPods(bed, cluster)).map(({ metadata }) => metadata.uid);
  const nodes = (await bed.kube.list(resources.nodes)).items.map(({ metadata }) => metadata.name);
  const watch = lowestReadiness({ data: () => dataPods(bed, cluster), sentinels: () => sentinelPods(bed, cluster) });
  let elapsedMs = 0;
  await changeUnderLoad(scenario, 'every node drained', {
    cluster,
    name: 'drain',
    // The operator that leads may be on the same node, and another has to take over before the master can hand over.
    gapMs: promisedGapMs,
    settleMs: 1000,
    inject: async () => {
      const startMs = performance.now();
      for (const node of nodes) await drain(node);
      elapsedMs = performance.now() - startMs;
    },
  });
  const lowest = await watch.stop();
  figure('every node drained and back', formatSeconds(elapsedMs, 0), formatSeconds(promisedMs, 0));
  figure('fewest ready meanwhile', `${lowest.data} members, ${lowest.sentinels} sentinels`, '2, 2');
  expect(lowest).toEqual({ data: 2, sentinels: 2 });
  expect(elapsedMs).toBeLessThanOrEqual(promisedMs);
  const after = (await allPods(bed, cluster)).map(({ metadata }) => metadata.uid);
  expect(after.filter((uid) => before.includes(uid))).toEqual([]);
  await awaitServices(bed, cluster);
});
