import type { KafkaCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { killKafka } from '../../src/kafka-faults.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafka, awaitKafkaRest, kafkaPods } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-load');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } };
/** On a machine that is busy with other things, the same steps take several times as long. */
const limitMs = 15_000;

let load: KafkaLoad;

async function uids(): Promise<readonly string[]> {
  return (await kafkaPods(bed, cart)).map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();
}

test('a cluster is there', async () => {
  const startMs = performance.now();
  await applyKafka(bed, cart, { ...spec, replicas: 3 });
  await awaitKafkaRest(bed, cart, 'its creation', 240_000);
  figure('apply to Ready and Settled', formatSeconds(performance.now() - startMs), '240 s');
}, 260_000);

test('clients produce and consume with the binding', async () => {
  load = await startKafkaLoad(bed, { cluster: cart, name: 'records', bytes: 10_000 });
});

test('a broker is killed: others lead its partitions within seconds', async () => {
  const act = async () => {
    await killKafka(bed, cart, 'cart-kafka-0');
    await awaitKafkaRest(bed, cart, 'the death of a broker', 120_000);
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'broker killed', limitMs, act });
});

test('a broker joins and leaves under load, with what it stores, and no other restarts for it', async () => {
  const before = await uids();
  const act = async () => {
    const startMs = performance.now();
    await applyKafka(bed, cart, { ...spec, replicas: 4 });
    await awaitKafkaRest(bed, cart, 'growth to four', 240_000);
    figure('3 to 4, until settled', formatSeconds(performance.now() - startMs), '240 s');
    const fullMs = performance.now();
    await applyKafka(bed, cart, { ...spec, replicas: 3 });
    await awaitKafkaRest(bed, cart, 'shrinking to three', 240_000);
    figure('4 to 3, until settled', formatSeconds(performance.now() - fullMs), '240 s');
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: '3 to 4 to 3', limitMs, act });
  expect(await uids()).toEqual(before);
}, 600_000);

test('a restart of all nodes, as asked for', async () => {
  const startMs = performance.now();
  const act = async () => {
    await bed.kube.mergePatch(resources.kafkaClusters, cart, { metadata: { annotations: { 'dataservices.dev/restart': 'once' } } });
    const isHandled = ({ status }: KafkaCluster) => status.requests?.at(-1)?.state === 'Handled';
    await awaitKafka(bed, cart, isHandled, { what: 'the restart to be done', timeoutMs: 420_000 });
    await awaitKafkaRest(bed, cart, 'the restart');
    figure('restart of all nodes', formatSeconds(performance.now() - startMs), '420 s');
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'restart', limitMs, act });
}, 700_000);

test('no acknowledged record is lost, none is there twice, and the group has got them all', () => expectNoneLost(scenario, load), 120_000);
