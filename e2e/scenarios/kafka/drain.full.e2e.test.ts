import { resources } from '@dataservices/kube';
import { labelKeys } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { timeBelowMinIsr } from '../../src/below-min-isr.ts';
import { drainNode } from '../../src/drain-node.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafkaRest, kafkaPods } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { lowestReadiness } from '../../src/lowest-readiness.ts';
import { awaitOperator, operatorPods } from '../../src/operator.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-drain');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } };
const limitMs = 15_000;
/** Of all nodes together: each waits until what ran on the one before is whole again. */
const promisedMs = 600_000;

let load: KafkaLoad;

const podsOf = (component: 'data' | 'controller') => async () =>
  (await kafkaPods(bed, cart)).filter(({ metadata }) => metadata.labels?.[labelKeys.component] === component);

test('clients produce and consume', async () => {
  await applyKafka(bed, cart, spec);
  await awaitKafkaRest(bed, cart, 'its creation', 240_000);
  load = await startKafkaLoad(bed, { cluster: cart, name: 'drain', bytes: 10_000 });
}, 400_000);

test('every node is drained, each as soon as the one before is empty: every partition takes writes', { timeout: 1_000_000 }, async () => {
  const operators = (await operatorPods(bed)).length;
  const before = (await kafkaPods(bed, cart)).map(({ metadata }) => metadata.uid);
  const nodes = (await bed.kube.list(resources.nodes)).items.map(({ metadata }) => metadata.name);
  const watch = lowestReadiness({ brokers: podsOf('data'), controllers: podsOf('controller') });
  const drainAll = async () => {
    const startMs = performance.now();
    // Nobody waits for what ran there to be back: what may go next is for the cluster to say.
    for (const node of nodes) await drainNode(bed, node, 300);
    await awaitOperator(bed, operators);
    await awaitKafkaRest(bed, cart, 'the drain of every node', 300_000);
    const elapsedMs = performance.now() - startMs;
    figure('every node drained, until settled', formatSeconds(elapsedMs, 0), formatSeconds(promisedMs, 0));
    expect(elapsedMs).toBeLessThan(promisedMs);
  };
  let belowMs = 0;
  const act = async () => {
    belowMs = await timeBelowMinIsr(bed, cart, drainAll);
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'every node drained', limitMs, act });
  const lowest = await watch.stop();
  figure('a partition below min.insync.replicas', formatSeconds(belowMs), formatSeconds(limitMs));
  figure('fewest ready meanwhile', `${lowest.brokers} brokers, ${lowest.controllers} controllers`, '2, 2');
  expect(belowMs).toBeLessThan(limitMs);
  expect(lowest).toEqual({ brokers: 2, controllers: 2 });
  const after = (await kafkaPods(bed, cart)).map(({ metadata }) => metadata.uid);
  expect(after.filter((uid) => before.includes(uid))).toEqual([]);
});

test('no acknowledged record is lost, none is there twice, and the group has got them all', () => expectNoneLost(scenario, load), 120_000);
