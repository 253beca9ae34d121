import { expect, test } from 'vitest';
import { drainEveryNode } from '../../src/drain-every-node.ts';
import { lowestReadiness } from '../../src/lowest-readiness.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-drain');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const limitMs = 15_000;

let load: RabbitmqLoad;

test('clients publish and consume', async () => {
  await applyRabbitmq(bed, cart, { storage: { size: '1Gi' } });
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'drain', queues: 20 });
}, 400_000);

test('every node is drained, each as soon as the one before is empty: publishers go on', { timeout: 1_000_000 }, async () => {
  const watch = lowestReadiness({ nodes: () => rabbitmqPods(bed, cart) });
  const act = () =>
    drainEveryNode(scenario, {
      pods: () => rabbitmqPods(bed, cart),
      awaitRest: () => awaitRabbitmqRest(bed, cart, 'the drain of every node', 300_000),
    });
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'every node drained', limitMs, act });
  const lowest = await watch.stop();
  figure('fewest ready meanwhile', `${lowest.nodes} nodes`, '2');
  expect(lowest).toEqual({ nodes: 2 });
});

test('no confirmed message is lost', () => expectNoMessageLost(scenario, load), 120_000);
