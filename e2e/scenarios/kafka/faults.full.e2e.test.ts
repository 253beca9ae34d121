import type { KafkaCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafka, awaitKafkaRest, kafkaPods, readKafka } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { killContainer } from '../../src/kill-container.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-faults');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } };
const limitMs = 15_000;

let load: KafkaLoad;

const unready = ({ status }: KafkaCluster) => status.members?.some(({ ready }) => !ready) === true;
const hasCrashed = ({ status }: KafkaCluster) => status.members?.some(({ detail = '' }) => detail.includes('CrashLoopBackOff')) === true;
/** Not before partitions are on their way: until then there is nothing to take back. */
const isDraining = ({ status }: KafkaCluster) =>
  status.operation?.rule === 'DrainBrokers' && status.operation.message.includes('still to move');

test('clients produce and consume', async () => {
  await applyKafka(bed, cart, spec);
  await awaitKafkaRest(bed, cart, 'its creation', 240_000);
  load = await startKafkaLoad(bed, { cluster: cart, name: 'faults' });
}, 400_000);

test('the active controller is killed: another leads, and hardly anybody notices', async () => {
  const act = async () => {
    const { leader = '' } = (await readKafka(bed, cart)).status;
    expect(leader).toMatch(/^cart-kafka-controller-/);
    await killContainer(bed, { namespace, name: leader }, 'kafka');
    await awaitKafka(bed, cart, (found) => found.status.leader !== undefined && found.status.leader !== leader, {
      what: 'another active controller',
      timeoutMs: 60_000,
    });
    await awaitKafkaRest(bed, cart, 'the death of the active controller');
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'active controller killed', limitMs, act });
});

test('a drain is cancelled by going back', async () => {
  const before = (await kafkaPods(bed, cart)).map(({ metadata }) => metadata.uid).sort();
  const act = async () => {
    await applyKafka(bed, cart, { ...spec, replicas: 4 });
    await awaitKafkaRest(bed, cart, 'growth to four', 360_000);
    // Slower than records are produced: it cannot end before it is called off.
    await applyKafka(bed, cart, { ...spec, replicas: 3, rebalance: { throttleBytesPerSecond: 1024 } });
    await awaitKafka(bed, cart, isDraining, { what: 'the drain to begin', timeoutMs: 60_000 });
    await applyKafka(bed, cart, { ...spec, replicas: 4 });
    const { status } = await awaitKafkaRest(bed, cart, 'the drain was cancelled', 240_000);
    expect(status).toMatchObject({ readyReplicas: 4 });
    expect(status.kraft?.draining ?? []).toEqual([]);
    await applyKafka(bed, cart, spec);
    await awaitKafkaRest(bed, cart, 'shrinking to three', 240_000);
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'drain cancelled', limitMs, act });
  expect((await kafkaPods(bed, cart)).map(({ metadata }) => metadata.uid).sort()).toEqual(before);
}, 1_000_000);

test('a setting that no broker starts with is taken back', async () => {
  const act = async () => {
    await applyKafka(bed, cart, { ...spec, config: { 'queued.max.requests': 'many' } });
    await awaitKafka(bed, cart, hasCrashed, { what: 'one that does not come back', timeoutMs: 180_000 });
    await applyKafka(bed, cart, spec);
    await awaitKafkaRest(bed, cart, 'the setting was taken back', 300_000);
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'bad setting taken back', limitMs, act });
}, 600_000);

test('all pods are deleted at once: the cluster comes back with all it had', async () => {
  const startMs = performance.now();
  const act = async () => {
    await Promise.all(
      (await kafkaPods(bed, cart)).map(({ metadata: { name } }) =>
        bed.kube.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0 }),
      ),
    );
    await awaitKafka(bed, cart, unready, { what: 'the loss to be seen', timeoutMs: 60_000 });
    await awaitKafkaRest(bed, cart, 'the loss of all pods', 300_000);
  };
  await underKafkaLoad(scenario, { cluster: cart, load, title: 'all pods deleted', limitMs: 180_000, act });
  figure('all pods deleted, until settled', formatSeconds(performance.now() - startMs), '300 s');
}, 600_000);

test('no acknowledged record is lost', () => expectNoneLost(scenario, load), 120_000);
