import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { drainNode } from '../../src/drain-node.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { lowestReadiness } from '../../src/lowest-readiness.ts';
import { awaitOperator, operatorPods } from '../../src/operator.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-drain');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const limitMs = 15_000;
/** Of all nodes together: each waits until what ran on the one before is whole again. */
const promisedMs = 600_000;

let load: RabbitmqLoad;

test('clients publish and consume', async () => {
  await applyRabbitmq(bed, cart, { storage: { size: '1Gi' } });
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'drain', queues: 20 });
}, 400_000);

test('every node is drained, each as soon as the one before is empty: publishers go on', { timeout: 1_000_000 }, async () => {
  const operators = (await operatorPods(bed)).length;
  const before = (await rabbitmqPods(bed, cart)).map(({ metadata }) => metadata.uid);
  const nodes = (await bed.kube.list(resources.nodes)).items.map(({ metadata }) => metadata.name);
  const watch = lowestReadiness({ nodes: () => rabbitmqPods(bed, cart) });
  const act = async () => {
    const startMs = performance.now();
    // Nobody waits for what ran there to be back: what may go next is for the cluster to say.
    for (const node of nodes) await drainNode(bed, node, 300);
    await awaitOperator(bed, operators);
    await awaitRabbitmqRest(bed, cart, 'the drain of every node', 300_000);
    const elapsedMs = performance.now() - startMs;
    figure('every node drained, until settled', formatSeconds(elapsedMs, 0), formatSeconds(promisedMs, 0));
    expect(elapsedMs).toBeLessThan(promisedMs);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'every node drained', limitMs, act });
  const lowest = await watch.stop();
  figure('fewest ready meanwhile', `${lowest.nodes} nodes`, '2');
  expect(lowest).toEqual({ nodes: 2 });
  const after = (await rabbitmqPods(bed, cart)).map(({ metadata }) => metadata.uid);
  expect(after.filter((uid) => before.includes(uid))).toEqual([]);
});

test('no confirmed message is lost', () => expectNoMessageLost(scenario, load), 120_000);
