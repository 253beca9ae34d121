import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { type KafkaLoad, kafkaBinding, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafkaRest } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-listeners');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const clients = { name: 'clients', port: 9092 };
const nodes = { name: 'nodes1', port: 9094, type: 'NodePort' };
const balanced = { name: 'balanced', port: 9095, type: 'LoadBalancer' };
const spec = { storage: { size: '1Gi' }, controllers: { replicas: 1, storage: { size: '1Gi' } }, tls: { mode: 'Enabled' } };
/** On a machine that is busy with other things, the same steps take several times as long. */
const limitMs = 15_000;

let loads: readonly KafkaLoad[];

async function servicesOf(listener: string): Promise<readonly string[]> {
  const { items } = await bed.kube.list(resources.services, { namespace });
  const names = items.map(({ metadata }) => metadata.name);
  return names.filter((name) => name === `cart-kafka-${listener}` || name.startsWith(`cart-kafka-${listener}-`)).sort();
}

test('clients get through by the ports of nodes, and by load balancers, with TLS', async () => {
  const startMs = performance.now();
  await applyKafka(bed, cart, { ...spec, listeners: [clients, nodes, balanced] });
  await awaitKafkaRest(bed, cart, 'its creation', 300_000);
  figure('apply to Ready and Settled, with three listeners', formatSeconds(performance.now() - startMs), '300 s');
  const binding = await kafkaBinding(bed, cart);
  expect(binding).toMatchObject({ 'nodes1.security-protocol': 'SSL', 'balanced.security-protocol': 'SSL' });
  expect(new Set(binding['balanced.bootstrap-servers']?.split(',')).size).toBe(3);
  loads = await Promise.all([
    startKafkaLoad(bed, { cluster: cart, name: 'by-nodes', listener: 'nodes1' }),
    startKafkaLoad(bed, { cluster: cart, name: 'by-balancers', listener: 'balanced' }),
  ]);
}, 420_000);

test('a listener is taken away: brokers restart one after another, and its Services go', async () => {
  const [byNodes, byBalancers] = loads;
  if (byNodes === undefined || byBalancers === undefined) throw new Error('there are no clients');
  await expectNoneLost(scenario, byBalancers);
  expect(await servicesOf('balanced')).toHaveLength(4);
  const act = async () => {
    await applyKafka(bed, cart, { ...spec, listeners: [clients, nodes] });
    await awaitKafkaRest(bed, cart, 'one listener less', 300_000);
  };
  await underKafkaLoad(scenario, { cluster: cart, load: byNodes, title: 'a listener is taken away', limitMs, act });
  await waitUntil(async () => (await servicesOf('balanced')).length === 0, { what: 'its Services to go', timeoutMs: 30_000 });
  expect(await servicesOf('nodes1')).toHaveLength(4);
  await expectNoneLost(scenario, byNodes);
}, 480_000);
