import { labelKeys } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { timeBelowMinIsr } from '../../src/below-min-isr.ts';
import { drainEveryNode } from '../../src/drain-every-node.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafkaRest, kafkaPods } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { lowestReadiness } from '../../src/lowest-readiness.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-drain');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } };
const limitMs = 15_000;

let load: KafkaLoad;

const podsOf = (component: 'data' | 'controller') => async () =>
  (await kafkaPods(bed, cart)).filter(({ metadata }) => metadata.labels?.[labelKeys.component] === component);

test('clients produce and consume', async () => {
  await applyKafka(bed, cart, spec);
  await awaitKafkaRest(bed, cart, 'its creation', 240_000);
  load = await startKafkaLoad(bed, { cluster: cart, name: 'drain', bytes: 10_000 });
}, 400_000);

test('every node is drained, each as soon as the one before is empty: every partition takes writes', { timeout: 1_000_000 }, async () => {
  const watch = lowestReadiness({ brokers: podsOf('data'), controllers: podsOf('controller') });
  const drained = {
    pods: () => kafkaPods(bed, cart),
    awaitRest: () => awaitKafkaRest(bed, cart, 'the drain of every node', 300_000),
  };
  let belowMs = 0;
  const act = async () => {
    belowMs = await timeBelowMinIsr(bed, cart, () => drainEveryNode(scenario, drained));
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'every node drained', limitMs, act });
  const lowest = await watch.stop();
  figure('a partition below min.insync.replicas', formatSeconds(belowMs), formatSeconds(limitMs));
  figure('fewest ready meanwhile', `${lowest.brokers} brokers, ${lowest.controllers} controllers`, '2, 2');
  expect(belowMs).toBeLessThan(limitMs);
  expect(lowest).toEqual({ brokers: 2, controllers: 2 });
});

test('no acknowledged record is lost, none is there twice, and the group has got them all', () => expectNoneLost(scenario, load), 120_000);
