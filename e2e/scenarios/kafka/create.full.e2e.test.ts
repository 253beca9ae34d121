import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { kafkaBinding } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafkaRest, kafkaPods } from '../../src/kafka-object.ts';
import { consumeByConsole, makeTopicByConsole, produceByConsole, replicasByConsole } from '../../src/kafka-tools.ts';
import { expectNoLeaks } from '../../src/leaked-secrets.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('kafka-create');
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } };

test('an almost empty spec becomes a whole cluster', async () => {
  const startMs = performance.now();
  await applyKafka(bed, cart, spec);
  const { status } = await awaitKafkaRest(bed, cart, 'its creation', 240_000);
  figure('apply to Ready and Settled', formatSeconds(performance.now() - startMs), '240 s');
  expect(status).toMatchObject({ version: '4.3.1', readyReplicas: 3 });
}, 300_000);

test("Kafka's own clients get through with what the binding says", async () => {
  const { 'bootstrap-servers': bootstrap = '', type } = await kafkaBinding(bed, cart);
  expect(type).toBe('kafka');
  const lines = Array.from({ length: 20 }, (_, index) => `line-${index}`);
  await makeTopicByConsole(bed, cart, { bootstrap, topic: 'console' });
  await produceByConsole(bed, cart, { bootstrap, topic: 'console', lines });
  const read = await consumeByConsole(bed, cart, { bootstrap, topic: 'console', count: lines.length });
  expect(read.toSorted()).toEqual(lines.toSorted());
}, 240_000);

test('replicas of a partition stand in different zones, also where a zone has two brokers', async () => {
  await applyKafka(bed, cart, { ...spec, replicas: 4 });
  await awaitKafkaRest(bed, cart, 'growth to four', 240_000);
  const { 'bootstrap-servers': bootstrap = '' } = await kafkaBinding(bed, cart);
  await makeTopicByConsole(bed, cart, { bootstrap, topic: 'zones', partitions: 12 });
  const partitions = (await replicasByConsole(bed, cart, { bootstrap })).filter(({ topic }) => topic === 'zones');
  const zones = await zonesOfBrokers();
  expect(zones.size).toBe(4);
  expect(new Set(zones.values()).size).toBe(3);
  expect(partitions).toHaveLength(12);
  for (const { replicas } of partitions) expect(new Set(replicas.map((id) => zones.get(id))).size).toBe(3);
}, 400_000);

async function zonesOfBrokers(): Promise<ReadonlyMap<number, string | undefined>> {
  const nodes = (await bed.kube.list(resources.nodes)).items;
  const zoneOf = (name: string | undefined) =>
    nodes.find((node) => node.metadata.name === name)?.metadata.labels?.['topology.kubernetes.io/zone'];
  const brokers = (await kafkaPods(bed, cart)).filter(({ metadata }) => /-kafka-\d+$/.test(metadata.name));
  return new Map(brokers.map(({ metadata, spec: { nodeName } }) => [Number(metadata.name.split('-').at(-1)), zoneOf(nodeName)]));
}

test('brokers and controllers are measured on port 9404', async () => {
  for (const { metadata } of await kafkaPods(bed, cart)) {
    // What exports the metrics sends them to nobody who asks for JSON only, as this project's own client does.
    const path = `/api/v1/namespaces/${namespace}/pods/${metadata.name}:9404/proxy/metrics`;
    expect(await bed.cluster.kubectl(['get', '--raw', path])).toMatch(/^kafka_/m);
  }
});

test('no password is in a log, an argument or an environment', () => expectNoLeaks(bed, namespace));
