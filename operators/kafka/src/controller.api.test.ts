import { type Resource, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { waitFor } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { conditionOf, isSettled, patience, useOperatorBed } from '../test/operator-bed.ts';
import { orderAnnotation, rackAnnotation } from './resources/order.ts';
import { createTopic } from './testing/simulated-kafka-changes.ts';

const { admin, namespace, world, applyCart, read, awaitObject, awaitCart, makeNode, makePod, run, serveCart, expectNoWrites, told } =
  useOperatorBed();

type Budget = StoredObject & { readonly spec: { readonly maxUnavailable: number } };

function awaitBudget(name: string, maxUnavailable: number): Promise<boolean> {
  const isSo = async () => (await read<Budget>(resources.podDisruptionBudgets, name))?.spec.maxUnavailable === maxUnavailable;
  return waitFor(`${maxUnavailable} of ${name} to be evictable`, isSo, patience);
}

const owned: readonly (readonly [Resource, string])[] = [
  [resources.serviceAccounts, 'cart-kafka'],
  [resources.configMaps, 'cart-kafka-config'],
  [resources.services, 'cart-kafka'],
  [resources.services, 'cart-kafka-nodes'],
  [resources.services, 'cart-kafka-controller-nodes'],
  [resources.podDisruptionBudgets, 'cart-kafka'],
  [resources.podDisruptionBudgets, 'cart-kafka-controller'],
  [resources.secrets, 'cart-kafka-binding'],
  [resources.statefulSets, 'cart-kafka-controller'],
  [resources.statefulSets, 'cart-kafka'],
];

test('an empty spec becomes every object of a cluster, each controlled by it; and while members are awaited nothing is written', async () => {
  await applyCart({});
  for (const [resource, name] of owned) {
    const { metadata } = await awaitObject(resource, name);
    expect(metadata.ownerReferences).toMatchObject([{ kind: 'KafkaCluster', name: 'cart', controller: true }]);
  }
  const { status } = await awaitCart('the wait for members', (cart) => cart.status.operation?.rule === 'AwaitMembers');
  expect(status).toMatchObject({ kraft: { origin: 'Founded', formed: false }, clusterId: expect.stringMatching(/^[\w][\w-]{21}$/) });
  expect(status.kraft?.founders?.map(({ id }) => id)).toEqual([1000, 1001, 1002]);
  await expectNoWrites();
});

test('founders are told who all of them are, and nobody is told to found any more once one of them has led', async () => {
  await applyCart({ replicas: 1, controllers: { replicas: 1 } });
  const first = await makePod('cart-kafka-controller', 0);
  const { status } = await awaitCart('an identity', (cart) => cart.status.clusterId !== undefined);
  const [founder] = status.kraft?.founders ?? [];
  const order = await waitFor('the order', () => told('cart-kafka-controller-0', orderAnnotation), patience);
  const host = `cart-kafka-controller-0.cart-kafka-controller-nodes.${namespace()}.svc.cluster.local`;
  expect(order).toBe(`found ${status.clusterId} 1000@${host}:9093:${founder?.directoryId}\n`);
  run({ brokers: [], controllers: [{ id: 1000, directoryId: founder?.directoryId ?? '' }] });
  await awaitCart('the cluster', (cart) => cart.status.kraft?.formed === true);
  world().kafka = { ...world().kafka, leaderId: undefined };
  await admin().delete(resources.pods, first.metadata, { gracePeriodSeconds: 0 });
  await makePod('cart-kafka-controller', 0);
  const next = await waitFor('the next order', () => told('cart-kafka-controller-0', orderAnnotation), patience);
  expect(next).toBe(`join ${status.clusterId}\n`);
});

test('a whole cluster comes to rest, and at rest nothing is written', async () => {
  await serveCart();
  const { status } = await awaitCart('rest', (cart) => conditionOf(cart, 'Settled')?.status === 'True');
  expect(status).toMatchObject({
    version: '4.3.1',
    replicas: 1,
    readyReplicas: 1,
    leader: 'cart-kafka-controller-0',
    kraft: { formed: true, spreadOver: [0], dynamicConfig: ['min.insync.replicas'] },
  });
  expect(world().kafka.clusterConfigs).toEqual({ 'min.insync.replicas': '1' });
  expect(await read(resources.pods, 'cart-kafka-0')).toMatchObject({ metadata: { labels: { 'dataservices.dev/role': 'broker' } } });
  await expectNoWrites();
});

test('no broker may be evicted while replicas are behind, although every pod is ready', async () => {
  const controllers = await serveCart({ replicas: 3 });
  for (const ordinal of [1, 2]) await makePod('cart-kafka', ordinal);
  run({ brokers: [{ id: 0 }, { id: 1 }, { id: 2 }], controllers });
  const change = createTopic(world().kafka, { topic: 'orders', partitions: 1, replicationFactor: 3 }, 150);
  if ('error' in change) throw new Error(change.error);
  world().kafka = change;
  await awaitBudget('cart-kafka', 1);
  run({ brokers: [{ id: 0 }, { id: 1 }], controllers });
  await awaitBudget('cart-kafka', 0);
  // Back, and half of it is copied.
  run({ brokers: [{ id: 0 }, { id: 1 }, { id: 2 }], controllers });
  await awaitCart('its return', (cart) => cart.status.readyReplicas === 3);
  await awaitBudget('cart-kafka', 0);
  run({ brokers: [{ id: 0 }, { id: 1 }, { id: 2 }], controllers });
  await awaitBudget('cart-kafka', 1);
  expect(await read(resources.podDisruptionBudgets, 'cart-kafka-controller')).toMatchObject({ spec: { maxUnavailable: 1 } });
  await expectNoWrites();
});

test('a setting that needs no restart reaches the brokers, and no pod is outdated for it', async () => {
  await serveCart();
  await awaitCart('rest', (cart) => conditionOf(cart, 'Settled')?.status === 'True');
  await applyCart({ replicas: 1, controllers: { replicas: 1 }, config: { 'log.retention.ms': 5000 } });
  await waitFor('the setting', async () => world().kafka.clusterConfigs['log.retention.ms'] === '5000', patience);
  const { status } = await awaitCart('rest', (cart) => cart.status.observedGeneration === cart.metadata.generation && isSettled(cart));
  expect(status.kraft?.dynamicConfig).toEqual(['log.retention.ms', 'min.insync.replicas']);
});

test('a broker is told where its node stands', async () => {
  await applyCart({ replicas: 1, controllers: { replicas: 1 } });
  await makeNode('zone-a');
  await makePod('cart-kafka', 0);
  expect(await waitFor('the zone', () => told('cart-kafka-0', rackAnnotation), patience)).toBe('zone-a');
});

test('with a volume of that name already there, nobody is told to found', async () => {
  await admin().create(resources.persistentVolumeClaims, claimOf('data-cart-kafka-controller-1'));
  await applyCart({});
  const { status } = await awaitCart('an origin', (cart) => cart.status.kraft !== undefined);
  expect(status).toMatchObject({ kraft: { origin: 'Adopted', formed: true }, clusterId: 'c0ffee' });
});

test('an object of that name that belongs to nobody is left alone and named', async () => {
  const mine = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cart-kafka-config', namespace: namespace() },
    data: { mine: 'yes' },
  };
  await admin().create(resources.configMaps, mine);
  await applyCart({});
  const cart = await awaitCart('a refusal', (one) => conditionOf(one, 'Stalled')?.reason === 'NameTaken');
  expect(conditionOf(cart, 'Stalled')?.message).toContain('ConfigMap cart-kafka-config');
  expect(await read(resources.configMaps, 'cart-kafka-config')).toMatchObject({ data: { mine: 'yes' } });
});

const labels = {
  'app.kubernetes.io/managed-by': 'dataservices-kafka',
  'app.kubernetes.io/name': 'kafka',
  'app.kubernetes.io/instance': 'cart',
  'app.kubernetes.io/component': 'controller',
  'dataservices.dev/cluster': 'cart',
};

function claimOf(name: string) {
  const annotations = { 'dataservices.dev/cluster-id': 'c0ffee' };
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace: namespace(), labels, annotations }, spec };
}
