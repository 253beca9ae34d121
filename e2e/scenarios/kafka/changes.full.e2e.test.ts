import type { KafkaCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { killKafka } from '../../src/kafka-faults.ts';
import { type KafkaLoad, kafkaBinding, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafka, awaitKafkaRest, kafkaPods, readKafka } from '../../src/kafka-object.ts';
import { makeTopicByConsole } from '../../src/kafka-tools.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-changes');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } };
const limitMs = 15_000;

let load: KafkaLoad;

async function uids(): Promise<readonly string[]> {
  return (await kafkaPods(bed, cart)).map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();
}

test('clients produce and consume', { timeout: 400_000 }, async () => {
  await applyKafka(bed, cart, spec);
  await awaitKafkaRest(bed, cart, 'its creation', 240_000);
  // More to each partition than it may be moved at below, and little enough for the volumes, however long all of it takes.
  load = await startKafkaLoad(bed, { cluster: cart, name: 'changes', bytes: 3_000 });
});

test('three controllers become five, and three again, and nobody restarts for it', { timeout: 700_000 }, async () => {
  const before = await uids();
  const act = async () => {
    for (const replicas of [5, 3]) {
      const startMs = performance.now();
      await applyKafka(bed, cart, { ...spec, controllers: { ...spec.controllers, replicas } });
      await awaitKafkaRest(bed, cart, `${replicas} controllers`, 300_000);
      figure(`to ${replicas} controllers, until settled`, formatSeconds(performance.now() - startMs), '300 s');
      expect((await uids()).filter((each) => each.startsWith('cart-kafka-controller-'))).toHaveLength(replicas);
    }
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'controllers 3 to 5 to 3', limitMs, act });
  expect(await uids()).toEqual(before);
});

test('brokers die while partitions move: the moves go on when they are back', { timeout: 900_000 }, async () => {
  const isMoving = ({ status }: KafkaCluster) =>
    status.operation?.rule === 'SpreadPartitions' && /still to move/.test(status.operation.message);
  const act = async () => {
    // Slower than records are produced: the moves cannot end before the limit goes.
    await applyKafka(bed, cart, { ...spec, replicas: 4, rebalance: { throttleBytesPerSecond: 20_000 } });
    await awaitKafka(bed, cart, isMoving, { what: 'partitions to move', timeoutMs: 240_000 });
    await killKafka(bed, cart, 'cart-kafka-3');
    await awaitKafka(bed, cart, isMoving, { what: 'partitions to move on', timeoutMs: 240_000 });
    await killKafka(bed, cart, 'cart-kafka-0');
    await applyKafka(bed, cart, { ...spec, replicas: 4 });
    const { status } = await awaitKafkaRest(bed, cart, 'the death of brokers while partitions moved', 400_000);
    expect(status).toMatchObject({ readyReplicas: 4, kraft: { spreadOver: [0, 1, 2, 3] } });
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'brokers killed while partitions move', limitMs, act });
});

test('a restart is not held up by topics that no restart can spare', { timeout: 900_000 }, async () => {
  const { 'bootstrap-servers': bootstrap = '' } = await kafkaBinding(bed, cart);
  await makeTopicByConsole(bed, cart, { bootstrap, topic: 'single', replicas: 1, minIsr: 2 });
  await makeTopicByConsole(bed, cart, { bootstrap, topic: 'pair', replicas: 2, minIsr: 2 });
  const before = await uids();
  const act = async () => {
    await bed.kube.mergePatch(resources.kafkaClusters, cart, { metadata: { annotations: { 'dataservices.dev/restart': 'once' } } });
    const isHandled = ({ status }: KafkaCluster) => status.requests?.at(-1)?.state === 'Handled';
    await awaitKafka(bed, cart, isHandled, { what: 'the restart to be done', timeoutMs: 500_000 });
    await awaitKafkaRest(bed, cart, 'the restart');
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'restart with topics below their minimum', limitMs, act });
  expect((await uids()).filter((each) => before.includes(each))).toEqual([]);
  expect((await readKafka(bed, cart)).status.readyReplicas).toBe(4);
});

test('no acknowledged record is lost', { timeout: 120_000 }, () => expectNoneLost(scenario, load));
