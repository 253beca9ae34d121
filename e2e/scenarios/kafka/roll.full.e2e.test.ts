import type { KafkaCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafka, awaitKafkaRest } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-roll');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } };
/** On a machine that is busy with other things, the same steps take several times as long. */
const limitMs = 15_000;

let load: KafkaLoad;

test('a cluster is there, and clients', async () => {
  await applyKafka(bed, cart, { ...spec, replicas: 3 });
  await awaitKafkaRest(bed, cart, 'its creation', 240_000);
  load = await startKafkaLoad(bed, { cluster: cart, name: 'records', bytes: 10_000 });
}, 300_000);

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
