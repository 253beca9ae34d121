import { buildCrd, type RabbitmqCluster, rabbitmqClusterKind } from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { createLogger, createManager, type Manager } from '@dataservices/reconcile';
import { installCrd, testNamespace, waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import type { NodeView, RabbitmqPort, ServingView, UserWanted } from './client/port.ts';
import { addRabbitmqController } from './controller.ts';
import { orderAnnotation } from './resources/order.ts';
import { unreachable } from './testing/observed-builder.ts';
import { appUser, isUserAsWanted } from './wanted-user.ts';

const patience = { timeoutMs: 15_000, intervalMs: 50 };

let admin: KubeClient;
let namespace: string;
let manager: Manager;
let writes: string[];
let server: NodeView;
let written: Map<string, UserWanted>;

const rabbitmq: RabbitmqPort = {
  observeNode: async () => server,
  listQueues: async () => [],
  listCaughtUp: async () => [],
  listConnections: async () => [],
  listMoveShovels: async () => [],
  beginMove: async () => {},
  swapQueues: async () => {},
  endMove: async () => {},
  closeConnection: async () => {},
  listDisabledFlags: async () => [],
  enableFlag: async () => {},
  listUsers: async () => new Map(written),
  writeUser: async (_, user) => void written.set(user.name, user),
  deleteUser: async (_, name) => void written.delete(name),
  addReplica: async () => {},
  removeReplica: async () => {},
  rebalance: async () => {},
};

/** The operator, for real, on a server without controllers: what it asks for is stored, and pods are those that a test makes. */
beforeEach(async () => {
  admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
  await installCrd(admin, buildCrd(rabbitmqClusterKind));
  namespace = await testNamespace(admin, 'rabbitmq');
  writes = [];
  server = unreachable;
  written = new Map();
  const kube = connect({
    kubeconfig: inject('kubeconfigPath'),
    userAgent: 'dataservices-rabbitmq',
    onRequest: ({ method }) => {
      if (method !== 'GET') writes.push(method);
    },
  });
  manager = createManager({
    name: 'rabbitmq',
    kube,
    logger: createLogger({ level: 'error' }),
    namespaces: [namespace],
    health: { port: 0, host: '127.0.0.1' },
    handlesSignals: false,
  });
  addRabbitmqController(manager, { clusterDomain: 'cluster.local' }, () => rabbitmq);
  void manager.run();
});

afterEach(async () => {
  await manager.stop();
  await admin.close();
});

async function applyCart(spec: object): Promise<void> {
  const object = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RabbitmqCluster', metadata: { name: 'cart', namespace }, spec };
  await admin.apply(resources.rabbitmqClusters, object, { fieldManager: 'user' });
}

function read<T extends StoredObject>(resource: Resource, name: string): Promise<T | undefined> {
  return admin.get<T>(resource, { namespace, name });
}

function awaitObject<T extends StoredObject>(resource: Resource, name: string): Promise<T> {
  return waitFor(`${resource.kind} ${name}`, () => read<T>(resource, name), patience);
}

function awaitCart(what: string, isAsWanted: (cart: RabbitmqCluster) => boolean): Promise<RabbitmqCluster> {
  return waitFor(
    what,
    async () => {
      const cart = await read<RabbitmqCluster>(resources.rabbitmqClusters, 'cart');
      return cart?.status !== undefined && isAsWanted(cart) ? cart : undefined;
    },
    patience,
  );
}

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
  const atRest = await waitForQuiet();
  // Passes go on once a second while members are awaited; none of them writes.
  const passes = await countPasses();
  await waitFor('three more passes', async () => (await countPasses()) >= passes + 3, patience);
  expect(writes.length).toBe(atRest);
});

test('the first pod is told to found, and no pod is any more once a member has served', async () => {
  await applyCart({});
  const first = await makePod('cart-rabbitmq-0');
  const { status } = await awaitCart('an identity', (cart) => cart.status.clusterId !== undefined);
  const order = () => orderOf('cart-rabbitmq-0');
  await waitFor('the order', async () => (await order()) === `found ${status.clusterId} -\n`, patience);
  server = sole();
  await awaitCart('the cluster', (cart) => cart.status.formation?.formed === true);
  server = unreachable;
  await admin.delete(resources.pods, first.metadata, { gracePeriodSeconds: 0 });
  await makePod('cart-rabbitmq-0');
  await awaitCart('the new pod to be awaited', (cart) => cart.status.operation?.rule === 'AwaitMembers');
  const passes = await countPasses();
  await waitFor('three more passes', async () => (await countPasses()) >= passes + 3, patience);
  expect(await order()).toBeUndefined();
});

test('with a volume of that name already there, nobody is told to found', async () => {
  await admin.create(resources.persistentVolumeClaims, claimOf('data-cart-rabbitmq-1'));
  await applyCart({});
  const { status } = await awaitCart('an origin', (cart) => cart.status.formation !== undefined);
  expect(status).toMatchObject({ formation: { origin: 'Adopted', formed: true }, clusterId: 'c0ffee' });
});

test('an object of that name that belongs to nobody is left alone and named', async () => {
  const mine = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cart-rabbitmq-config', namespace }, data: { mine: 'yes' } };
  await admin.create(resources.configMaps, mine);
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
  await admin.mergePatch(resources.rabbitmqClusters, { namespace, name: 'cart' }, { spec: { replicas: 5 } });
  await waitFor('five nodes', async () => {
    const now = await read<StoredObject & { readonly spec: { readonly replicas: number } }>(resources.statefulSets, 'cart-rabbitmq');
    return now?.spec.replicas === 5;
  });
  expect(await read(resources.secrets, 'cart-rabbitmq-internal')).toEqual(before);
});

type Secret = StoredObject & { readonly data: Readonly<Record<string, string>> };

test('a changed password reaches the servers first, and then the binding', async () => {
  await applyCart({ replicas: 1 });
  await makePod('cart-rabbitmq-0');
  server = sole();
  const binding = () => read<Secret>(resources.secrets, 'cart-rabbitmq-binding');
  const first = await waitFor('a binding', async () => (await binding())?.data.password, patience);
  await admin.mergePatch(resources.secrets, { namespace, name: 'cart-rabbitmq-auth' }, { stringData: { password: 'another' } });
  await waitFor('the new password in the binding', async () => (await binding())?.data.password !== first, patience);
  expect(isUserAsWanted(written.get('app'), appUser, 'another')).toBe(true);
  expect(atob((await binding())?.data.password ?? '')).toBe('another');
});

test('a user gets a Secret and is written, with a binding; off the list, all of it goes', async () => {
  const secretNamed = (name: string) => read<Secret>(resources.secrets, name);
  await applyCart({ replicas: 1, users: [{ name: 'shop', permissions: [{ vhost: 'orders' }] }] });
  await makePod('cart-rabbitmq-0');
  server = sole();
  const binding = await waitFor('its binding', () => secretNamed('cart-rabbitmq-user-shop'), patience);
  expect(binding.data.password).toBe((await secretNamed('cart-rabbitmq-auth-shop'))?.data.password);
  expect(written.get('shop')).toMatchObject({ permissions: [{ vhost: 'orders', configure: '.*' }], isExact: true });
  await applyCart({ replicas: 1 });
  await awaitCart('the user to be gone', ({ status }) => status.users === undefined);
  expect([...written.keys()]).toEqual(['app']);
  expect([await secretNamed('cart-rabbitmq-auth-shop'), await secretNamed('cart-rabbitmq-user-shop')]).toEqual([undefined, undefined]);
});

/** The only node of its cluster. */
function sole(): ServingView {
  const node = `rabbit@cart-rabbitmq-0.cart-rabbitmq-nodes.${namespace}.svc.cluster.local`;
  return {
    state: 'serving',
    version: '4.3.6',
    peers: [{ node, isRunning: true }],
    isInService: true,
    criticalFor: [],
    alarms: [],
    plugins: undefined,
  };
}

function conditionOf({ status }: RabbitmqCluster, type: string): Condition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

async function orderOf(name: string): Promise<string | undefined> {
  return (await read(resources.pods, name))?.metadata.annotations?.[orderAnnotation];
}

const labels = {
  'app.kubernetes.io/managed-by': 'dataservices-rabbitmq',
  'app.kubernetes.io/name': 'rabbitmq',
  'app.kubernetes.io/instance': 'cart',
  'app.kubernetes.io/component': 'data',
  'dataservices.dev/cluster': 'cart',
};

type WithTemplate = StoredObject & { readonly spec: { readonly template: { readonly metadata: object } } };

/** What the StatefulSet's controller would make, as far as the operator looks at it. */
async function makePod(name: string): Promise<StoredObject> {
  const { spec: set } = await awaitObject<WithTemplate>(resources.statefulSets, 'cart-rabbitmq');
  const spec = { automountServiceAccountToken: false, containers: [{ name: 'rabbitmq', image: 'rabbitmq:3.9.4' }] };
  const pod = await admin.create<StoredObject>(resources.pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...set.template.metadata, name, namespace },
    ...{ spec },
  });
  const address = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    status: { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] },
  };
  await admin.applyStatus(resources.pods, address, { fieldManager: 'kubelet' });
  return pod;
}

function claimOf(name: string) {
  const annotations = { 'dataservices.dev/cluster-id': 'c0ffee' };
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace, labels, annotations }, spec };
}

/** The number of writes once it has stayed the same for three passes. */
function waitForQuiet(): Promise<number> {
  return waitFor(
    'quiet',
    async () => {
      const [count, passes] = [writes.length, await countPasses()];
      await waitFor('three passes', async () => (await countPasses()) >= passes + 3, patience);
      return writes.length === count ? count : undefined;
    },
    { timeoutMs: 30_000 },
  );
}

async function countPasses(): Promise<number> {
  const text = await manager.metrics.registry.metrics();
  const lines = text.split('\n').filter((line) => line.startsWith('controller_runtime_reconcile_total'));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
