import { buildCrd, type ZookeeperCluster, zookeeperClusterKind } from '@dataservices/api';
import { type Resource, resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import { useOperatorBed } from '@dataservices/testing';
import { expect, test } from 'vitest';
import type { AclEntry } from './access.ts';
import type { ServerView, ZookeeperPort } from './client/port.ts';
import { addZookeeperController } from './controller.ts';
import { orderAnnotation } from './resources/order.ts';
import { leading, unreachable } from './testing/observed-builder.ts';

let server: ServerView;
let access: Map<string, readonly AclEntry[]>;

const zookeeper: ZookeeperPort = {
  observeServer: async () => server,
  reconfig: async () => 'stale',
  commitWrite: async () => {},
  observeAccess: async () => access,
  keepChroot: async (_, { path, entries }) => void access.set(path, entries),
};

const { admin, ref, waitFor, applyCart, read, awaitObject, awaitCart, makePod, awaitPasses, provokePasses, expectNoWrites } =
  useOperatorBed<ZookeeperCluster>({
    userAgent: 'dataservices-zookeeper',
    crd: buildCrd(zookeeperClusterKind),
    resource: resources.zookeeperClusters,
    operator: (kube, watched) => {
      server = unreachable;
      access = new Map();
      const manager = testManager({ name: 'zookeeper', kube, namespace: watched, logger: createLogger({ level: 'error' }) });
      addZookeeperController(manager, { clusterDomain: 'cluster.local' }, () => zookeeper);
      return manager;
    },
  });

const owned: readonly (readonly [Resource, string])[] = [
  [resources.serviceAccounts, 'cart-zookeeper'],
  [resources.configMaps, 'cart-zookeeper-config'],
  [resources.services, 'cart-zookeeper'],
  [resources.services, 'cart-zookeeper-nodes'],
  [resources.podDisruptionBudgets, 'cart-zookeeper'],
  [resources.statefulSets, 'cart-zookeeper'],
  [resources.secrets, 'cart-zookeeper-binding'],
];

test('an empty spec becomes every object of a cluster, each controlled by it; and at rest nothing is written', async () => {
  await applyCart({});
  for (const [resource, name] of owned) {
    const { metadata } = await awaitObject(resource, name);
    expect(metadata.ownerReferences).toMatchObject([{ kind: 'ZookeeperCluster', name: 'cart', controller: true }]);
  }
  const { status } = await awaitCart('the wait for members', (cart) => cart.status.operation?.rule === 'AwaitMembers');
  expect(status).toMatchObject({ ensemble: { origin: 'Founded', formed: false }, clusterId: expect.stringMatching(/^[0-9a-f]{16}$/) });
  // Passes go on once a second while members are awaited; none of them writes.
  await expectNoWrites(() => awaitPasses(3));
});

test('the first pod is told to found, and no pod is any more once a member has served', async () => {
  await applyCart({});
  const first = await makePod('cart-zookeeper', 0);
  const { status } = await awaitCart('an identity', (cart) => cart.status.clusterId !== undefined);
  const order = () => orderOf('cart-zookeeper-0');
  await waitFor('the order', async () => (await order()) === `found ${status.clusterId} -\n`);
  server = leading('1');
  await awaitCart('the ensemble', (cart) => cart.status.ensemble?.formed === true && cart.status.leader === 'cart-zookeeper-0');
  server = unreachable;
  await admin().delete(resources.pods, first.metadata, { gracePeriodSeconds: 0 });
  await makePod('cart-zookeeper', 0);
  await awaitCart('the new pod to be awaited', (cart) => cart.status.operation?.rule === 'AwaitMembers');
  await provokePasses(3);
  expect(await order()).toBeUndefined();
});

test('with a volume of that name already there, nobody is told to found', async () => {
  await admin().create(resources.persistentVolumeClaims, claimOf('data-cart-zookeeper-1'));
  await applyCart({});
  const { status } = await awaitCart('an origin', (cart) => cart.status.ensemble !== undefined);
  expect(status).toMatchObject({ ensemble: { origin: 'Adopted', formed: true }, clusterId: 'c0ffee' });
});

test('an object of that name that belongs to nobody is left alone and named', async () => {
  const mine = { apiVersion: 'v1', kind: 'ConfigMap', metadata: ref('cart-zookeeper-config'), data: { mine: 'yes' } };
  await admin().create(resources.configMaps, mine);
  await applyCart({});
  const cart = await awaitCart('a refusal', (one) => conditionOf(one, 'Stalled')?.reason === 'NameTaken');
  expect(conditionOf(cart, 'Stalled')?.message).toContain('ConfigMap cart-zookeeper-config');
  expect(await read(resources.configMaps, 'cart-zookeeper-config')).toMatchObject({ data: { mine: 'yes' } });
});

test('the password is made once and stays, and its digest is all that a pod is given', async () => {
  await applyCart({});
  const before = await awaitObject<StoredObject & { readonly data: object }>(resources.secrets, 'cart-zookeeper-internal');
  expect(Object.keys(before.data).sort()).toEqual(['operator-password', 'super-digest']);
  const set = await awaitObject(resources.statefulSets, 'cart-zookeeper');
  expect(JSON.stringify(set)).not.toContain('operator-password');
  await admin().mergePatch(resources.zookeeperClusters, ref('cart'), { spec: { replicas: 5 } });
  await waitFor('five members', async () => {
    const now = await read<StoredObject & { readonly spec: { readonly replicas: number } }>(resources.statefulSets, 'cart-zookeeper');
    return now?.spec.replicas === 5;
  });
  expect(await read(resources.secrets, 'cart-zookeeper-internal')).toEqual(before);
});

test('with TLS no pod is made before there is a certificate, and clients are shown its authority', async () => {
  await applyCart({ tls: { mode: 'Enabled' } });
  const set = await awaitObject(resources.statefulSets, 'cart-zookeeper');
  type Secret = StoredObject & { readonly data: Readonly<Record<string, string>> };
  const mounted = await read<Secret>(resources.secrets, 'cart-zookeeper-certificates');
  const authority = await read<Secret>(resources.secrets, 'cart-zookeeper-ca');
  expect(Object.keys(mounted?.data ?? {})).toEqual(expect.arrayContaining(['ca.crt', 'current']));
  expect(authority?.data).toHaveProperty(['current.key']);
  // The key that signs stays with the operator.
  expect(JSON.stringify(set)).not.toContain('cart-zookeeper-ca"');
  const { data } = await awaitObject<Secret>(resources.secrets, 'cart-zookeeper-binding');
  expect(data['ca.crt']).toBe(mounted?.data['ca.crt']);
});

test('a user is let in before its binding is there, and is written down before that', async () => {
  await applyCart({ replicas: 1, users: [{ name: 'shop', permissions: ['Read'] }] });
  await makePod('cart-zookeeper', 0);
  await awaitCart('an identity', (cart) => cart.status.clusterId !== undefined);
  expect(await read(resources.secrets, 'cart-zookeeper-user-shop')).toBeUndefined();
  server = leading('1');
  await awaitObject(resources.secrets, 'cart-zookeeper-user-shop');
  expect(access.get('/shop')).toEqual([{ rights: 1, scheme: 'digest', id: expect.stringMatching(/^shop:.{28}$/) }]);
  const { status } = await awaitCart('the user', (cart) => cart.status.users !== undefined);
  expect(status.users).toEqual([{ name: 'shop', chroot: '/shop' }]);
});

function conditionOf({ status }: ZookeeperCluster, type: string): Condition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

async function orderOf(name: string): Promise<string | undefined> {
  return (await read(resources.pods, name))?.metadata.annotations?.[orderAnnotation];
}

const labels = {
  'app.kubernetes.io/managed-by': 'dataservices-zookeeper',
  'app.kubernetes.io/name': 'zookeeper',
  'app.kubernetes.io/instance': 'cart',
  'app.kubernetes.io/component': 'data',
  'dataservices.dev/cluster': 'cart',
};

function claimOf(name: string) {
  const annotations = { 'dataservices.dev/cluster-id': 'c0ffee' };
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { ...ref(name), labels, annotations }, spec };
}
