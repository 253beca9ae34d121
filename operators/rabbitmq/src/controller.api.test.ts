import { type Resource, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { conditionOf, useOperatorBed } from '../test/operator-bed.ts';
import { orderAnnotation } from './resources/order.ts';
import { quorumQueue, unreachable } from './testing/observed-builder.ts';
import { appUser, isUserAsWanted } from './wanted-user.ts';

const { admin, ref, say, waitFor, applyCart, read, awaitObject, awaitCart, firstNode, sole, makePod, awaitPasses, expectNoWrites } =
  useOperatorBed();

const owned: readonly (readonly [Resource, string])[] = [
  [resources.serviceAccounts, 'cart-rabbitmq'],
  [resources.configMaps, 'cart-rabbitmq-config'],
  [resources.services, 'cart-rabbitmq'],
  [resources.services, 'cart-rabbitmq-nodes'],
  [resources.podDisruptionBudgets, 'cart-rabbitmq'],
  [resources.statefulSets, 'cart-rabbitmq'],
];

test('an empty spec becomes every object of a cluster, each controlled by it; and at rest nothing is written', async () => {
  await applyCart({});
  for (const [resource, name] of owned) {
    const { metadata } = await awaitObject(resource, name);
    expect(metadata.ownerReferences).toMatchObject([{ kind: 'RabbitmqCluster', name: 'cart', controller: true }]);
  }
  const { status } = await awaitCart('the wait for members', (cart) => cart.status.operation?.rule === 'AwaitMembers');
  expect(status).toMatchObject({ formation: { origin: 'Founded', formed: false }, clusterId: expect.stringMatching(/^[0-9a-f]{16}$/) });
  // Passes go on once a second while members are awaited; none of them writes.
  await expectNoWrites(() => awaitPasses(3));
});

test('the first pod is told to found, and no pod is any more once a member has served', async () => {
  await applyCart({});
  const first = await makePod('cart-rabbitmq', 0);
  const { status } = await awaitCart('an identity', (cart) => cart.status.clusterId !== undefined);
  const order = async () => (await read(resources.pods, 'cart-rabbitmq-0'))?.metadata.annotations?.[orderAnnotation];
  await waitFor('the order', async () => (await order()) === `found ${status.clusterId} -\n`);
  say().server = sole();
  await awaitCart('the cluster', (cart) => cart.status.formation?.formed === true);
  say().server = unreachable;
  await admin().delete(resources.pods, first.metadata, { gracePeriodSeconds: 0 });
  await makePod('cart-rabbitmq', 0);
  await awaitCart('the new pod to be awaited', (cart) => cart.status.operation?.rule === 'AwaitMembers');
  await awaitPasses(3);
  expect(await order()).toBeUndefined();
});

const labels = {
  'app.kubernetes.io/managed-by': 'dataservices-rabbitmq',
  'app.kubernetes.io/name': 'rabbitmq',
  'app.kubernetes.io/instance': 'cart',
  'app.kubernetes.io/component': 'data',
  'dataservices.dev/cluster': 'cart',
};

test('with a volume of that name already there, nobody is told to found', async () => {
  const metadata = { ...ref('data-cart-rabbitmq-1'), labels, annotations: { 'dataservices.dev/cluster-id': 'c0ffee' } };
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  await admin().create(resources.persistentVolumeClaims, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, ...{ spec } });
  await applyCart({});
  const { status } = await awaitCart('an origin', (cart) => cart.status.formation !== undefined);
  expect(status).toMatchObject({ formation: { origin: 'Adopted', formed: true }, clusterId: 'c0ffee' });
});

test('an object of that name that belongs to nobody is left alone and named', async () => {
  const mine = { apiVersion: 'v1', kind: 'ConfigMap', metadata: ref('cart-rabbitmq-config'), data: { mine: 'yes' } };
  await admin().create(resources.configMaps, mine);
  await applyCart({});
  const cart = await awaitCart('a refusal', (one) => conditionOf(one, 'Stalled')?.reason === 'NameTaken');
  expect(conditionOf(cart, 'Stalled')?.message).toContain('ConfigMap cart-rabbitmq-config');
  expect(await read(resources.configMaps, 'cart-rabbitmq-config')).toMatchObject({ data: { mine: 'yes' } });
});

test('the passwords are made once and stay, and the cookie and a hash are all that a pod is given', async () => {
  await applyCart({});
  const before = await awaitObject<StoredObject & { readonly data: object }>(resources.secrets, 'cart-rabbitmq-internal');
  expect(Object.keys(before.data).sort()).toEqual(['erlang-cookie', 'founding.json', 'operator-password']);
  const set = await awaitObject(resources.statefulSets, 'cart-rabbitmq');
  expect(JSON.stringify(set)).not.toContain('operator-password');
  await admin().mergePatch(resources.rabbitmqClusters, ref('cart'), { spec: { replicas: 5 } });
  await waitFor('five nodes', async () => {
    const now = await read<StoredObject & { readonly spec: { readonly replicas: number } }>(resources.statefulSets, 'cart-rabbitmq');
    return now?.spec.replicas === 5;
  });
  expect(await read(resources.secrets, 'cart-rabbitmq-internal')).toEqual(before);
});

type Budget = StoredObject & { readonly spec: { readonly maxUnavailable: number } };

function awaitBudget(maxUnavailable: number): Promise<boolean> {
  const isSo = async () => (await read<Budget>(resources.podDisruptionBudgets, 'cart-rabbitmq'))?.spec.maxUnavailable === maxUnavailable;
  return waitFor(`${maxUnavailable} pods to be evictable`, isSo);
}

test('no pod may be evicted while a member of a queue copies what others hold, although every pod is ready', async () => {
  await applyCart({ replicas: 1 });
  await awaitBudget(0);
  await makePod('cart-rabbitmq', 0);
  const nodes = [firstNode()];
  say().queues = [quorumQueue('orders', '0', { members: nodes, online: nodes })];
  say().server = sole();
  await awaitCart('the copy to be awaited', ({ status }) => status.operation?.message.includes('orders in / to catch up') === true);
  await awaitBudget(0);
  say().caughtUp = nodes;
  await awaitBudget(1);
});

type Secret = StoredObject & { readonly data: Readonly<Record<string, string>> };

test('a changed password reaches the servers first, and then the binding', async () => {
  await applyCart({ replicas: 1 });
  await makePod('cart-rabbitmq', 0);
  say().server = sole();
  const binding = () => read<Secret>(resources.secrets, 'cart-rabbitmq-binding');
  const first = await waitFor('a binding', async () => (await binding())?.data.password);
  await admin().mergePatch(resources.secrets, ref('cart-rabbitmq-auth'), { stringData: { password: 'another' } });
  await waitFor('the new password in the binding', async () => (await binding())?.data.password !== first);
  expect(isUserAsWanted(say().written.get('app'), appUser, 'another')).toBe(true);
  expect(atob((await binding())?.data.password ?? '')).toBe('another');
});

test('a user gets a Secret and is written, with a binding; off the list, all of it goes', async () => {
  const secretNamed = (name: string) => read<Secret>(resources.secrets, name);
  await applyCart({ replicas: 1, users: [{ name: 'shop', permissions: [{ vhost: 'orders' }] }] });
  await makePod('cart-rabbitmq', 0);
  say().server = sole();
  const binding = await waitFor('its binding', () => secretNamed('cart-rabbitmq-user-shop'));
  expect(binding.data.password).toBe((await secretNamed('cart-rabbitmq-auth-shop'))?.data.password);
  expect(say().written.get('shop')).toMatchObject({ permissions: [{ vhost: 'orders', configure: '.*' }], isExact: true });
  await applyCart({ replicas: 1 });
  await awaitCart('the user to be gone', ({ status }) => status.users === undefined);
  expect([...say().written.keys()]).toEqual(['app']);
  expect([await secretNamed('cart-rabbitmq-auth-shop'), await secretNamed('cart-rabbitmq-user-shop')]).toEqual([undefined, undefined]);
});
