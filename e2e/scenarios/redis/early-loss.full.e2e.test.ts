import { expect, test } from 'vitest';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { cutPower } from '../../src/node-faults.ts';
import { moveOperatorOff } from '../../src/operator.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-early-loss');
const cluster = { namespace, name: 'cart' };

/** Sentinel learns of replicas only every 10 s: a cluster that calls itself ready before that could not fail over. */
test.runIf(bed.cluster.nodeFaults !== undefined)("the master's node loses power as soon as the cluster is ready", async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
  const node = (await masterPod(bed, cluster)).spec.nodeName ?? '';
  await moveOperatorOff(bed, node);
  const outcome = await runFault(bed, { cluster, name: 'early', avoidNode: node, inject: () => cutPower(bed, node) });
  figure('power cut at once after Ready', describeOutcome(outcome), 'gap 10 s, WAIT 1 lost 0');
  expect(outcome.wait.gapMs).toBeLessThanOrEqual(10_000);
  expect(outcome.wait.lost).toBe(0);
});
