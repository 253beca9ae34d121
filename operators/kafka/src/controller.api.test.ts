import { randomUUID } from 'node:crypto';
import { buildCrd, type KafkaCluster, kafkaClusterKind } from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { createLogger, createManager, type Manager } from '@dataservices/reconcile';
import { installCrd, testNamespace, waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { addKafkaController } from './controller.ts';
import { orderAnnotation, rackAnnotation } from './resources/order.ts';
import { foundKafka } from './testing/simulated-kafka.ts';
import { type SimulatedWorld, simulatedAdmin } from './testing/simulated-kafka-admin.ts';
import { tick } from './testing/simulated-kafka-tick.ts';

const patience = { timeoutMs: 20_000, intervalMs: 50 };

let admin: KubeClient;
let namespace: string;
let manager: Manager;
let writes: string[];
let world: SimulatedWorld;

/** The operator, for real, on a server without controllers: what it asks for is stored, pods are those that a test makes, and Kafka is simulated. */
beforeEach(async () => {
  admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
  await installCrd(admin, buildCrd(kafkaClusterKind));
  namespace = await testNamespace(admin, 'kafka');
  writes = [];
  world = { kafka: foundKafka('c0ffee', []), running: { brokers: [], controllers: [] } };
  const kube = connect({
    kubeconfig: inject('kubeconfigPath'),
    userAgent: 'dataservices-kafka',
    onRequest: ({ method }) => {
      if (method !== 'GET') writes.push(method);
    },
  });
  manager = createManager({
    name: 'kafka',
    kube,
    logger: createLogger({ level: 'error' }),
    namespaces: [namespace],
    health: { port: 0, host: '127.0.0.1' },
    handlesSignals: false,
  });
  addKafkaController(manager, { clusterDomain: 'cluster.local' }, () => simulatedAdmin(world));
  void manager.run();
});

afterEach(async () => {
  await manager.stop();
  await admin.close();
});

async function applyCart(spec: object): Promise<void> {
  const object = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'KafkaCluster', metadata: { name: 'cart', namespace }, spec };
  await admin.apply(resources.kafkaClusters, object, { fieldManager: 'user' });
}

function read<T extends StoredObject>(resource: Resource, name: string): Promise<T | undefined> {
  return admin.get<T>(resource, { namespace, name });
}

function awaitObject<T extends StoredObject>(resource: Resource, name: string): Promise<T> {
  return waitFor(`${resource.kind} ${name}`, () => read<T>(resource, name), patience);
}

function awaitCart(what: string, isAsWanted: (cart: KafkaCluster) => boolean): Promise<KafkaCluster> {
  return waitFor(
    what,
    async () => {
      const cart = await read<KafkaCluster>(resources.kafkaClusters, 'cart');
      return cart?.status !== undefined && isAsWanted(cart) ? cart : undefined;
    },
    patience,
  );
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
  const host = `cart-kafka-controller-0.cart-kafka-controller-nodes.${namespace}.svc.cluster.local`;
  expect(order).toBe(`found ${status.clusterId} 1000@${host}:9093:${founder?.directoryId}\n`);
  run({ brokers: [], controllers: [{ id: 1000, directoryId: founder?.directoryId ?? '' }] });
  await awaitCart('the cluster', (cart) => cart.status.kraft?.formed === true);
  world.kafka = { ...world.kafka, leaderId: undefined };
  await admin.delete(resources.pods, first.metadata, { gracePeriodSeconds: 0 });
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
  expect(world.kafka.clusterConfigs).toEqual({ 'min.insync.replicas': '1' });
  expect(await read(resources.pods, 'cart-kafka-0')).toMatchObject({ metadata: { labels: { 'dataservices.dev/role': 'broker' } } });
  await expectNoWrites();
});

test('a setting that needs no restart reaches the brokers, and no pod is outdated for it', async () => {
  await serveCart();
  await awaitCart('rest', (cart) => conditionOf(cart, 'Settled')?.status === 'True');
  await applyCart({ replicas: 1, controllers: { replicas: 1 }, config: { 'log.retention.ms': 5000 } });
  await waitFor('the setting', async () => world.kafka.clusterConfigs['log.retention.ms'] === '5000', patience);
  const { status } = await awaitCart('rest', (cart) => cart.status.observedGeneration === cart.metadata.generation && isSettled(cart));
  expect(status.kraft?.dynamicConfig).toEqual(['log.retention.ms', 'min.insync.replicas']);
});

test('a user has its Secrets when Kafka knows it, follows its Secret, and goes with all that was made for it', async () => {
  const listeners = [{ name: 'clients', port: 9092, authentication: { type: 'ScramSha512' } }];
  await serveCart({ listeners, users: [{ name: 'shop' }] });
  const binding = () => read<StoredObject & { readonly data: Readonly<Record<string, string>> }>(resources.secrets, 'cart-kafka-user-shop');
  const { data } = await waitFor('the binding', binding, patience);
  expect(data).toMatchObject({ username: btoa('shop'), password: expect.stringMatching(/^.{64}$/) });
  const iterations = () => world.access?.users.find(({ user }) => user === 'shop')?.credentials.map((one) => one.iterations);
  const before = iterations();
  await awaitCart('rest', (cart) => isSettled(cart) && cart.status.users?.[0]?.name === 'shop');
  await expectNoWrites();
  await admin.mergePatch(resources.secrets, { namespace, name: 'cart-kafka-auth-shop' }, { stringData: { password: 'changed' } });
  await touch();
  await waitFor('the binding to show it', async () => (await binding())?.data.password === btoa('changed'), patience);
  expect(iterations()).not.toEqual(before);
  await applyCart({ replicas: 1, controllers: { replicas: 1 }, listeners });
  await awaitCart('the user to be gone', (cart) => isSettled(cart) && cart.status.users === undefined);
  expect([world.access?.users, await binding(), await read(resources.secrets, 'cart-kafka-auth-shop')]).toEqual([[], undefined, undefined]);
});

test('a broker is told where its node stands', async () => {
  await applyCart({ replicas: 1, controllers: { replicas: 1 } });
  await makeNode('zone-a');
  await makePod('cart-kafka', 0);
  expect(await waitFor('the zone', () => told('cart-kafka-0', rackAnnotation), patience)).toBe('zone-a');
});

test('with a volume of that name already there, nobody is told to found', async () => {
  await admin.create(resources.persistentVolumeClaims, claimOf('data-cart-kafka-controller-1'));
  await applyCart({});
  const { status } = await awaitCart('an origin', (cart) => cart.status.kraft !== undefined);
  expect(status).toMatchObject({ kraft: { origin: 'Adopted', formed: true }, clusterId: 'c0ffee' });
});

test('an object of that name that belongs to nobody is left alone and named', async () => {
  const mine = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'cart-kafka-config', namespace }, data: { mine: 'yes' } };
  await admin.create(resources.configMaps, mine);
  await applyCart({});
  const cart = await awaitCart('a refusal', (one) => conditionOf(one, 'Stalled')?.reason === 'NameTaken');
  expect(conditionOf(cart, 'Stalled')?.message).toContain('ConfigMap cart-kafka-config');
  expect(await read(resources.configMaps, 'cart-kafka-config')).toMatchObject({ data: { mine: 'yes' } });
});

function isSettled(cart: KafkaCluster): boolean {
  return conditionOf(cart, 'Settled')?.status === 'True';
}

/** One broker and one controller, which serve. */
async function serveCart(spec: object = {}): Promise<void> {
  await applyCart({ replicas: 1, controllers: { replicas: 1 }, ...spec });
  await makeNode('zone-a');
  await makePod('cart-kafka-controller', 0);
  await makePod('cart-kafka', 0);
  const { status } = await awaitCart('founders', (cart) => cart.status.kraft?.founders !== undefined);
  run({ brokers: [{ id: 0 }], controllers: [{ id: 1000, directoryId: status.kraft?.founders?.[0]?.directoryId ?? '' }] });
}

/** These servers run from now on. */
function run(running: SimulatedWorld['running']): void {
  const kafka = world.kafka.voters.length === 0 ? foundKafka('c0ffee', running.controllers) : world.kafka;
  world.running = running;
  world.kafka = tick(kafka, running);
}

test('with TLS no pod is made before there is a certificate, and clients are shown its authority', async () => {
  await applyCart({ tls: { mode: 'Enabled' } });
  const set = await awaitObject(resources.statefulSets, 'cart-kafka');
  type Secret = StoredObject & { readonly data: Readonly<Record<string, string>> };
  const mounted = await read<Secret>(resources.secrets, 'cart-kafka-certificates');
  const authority = await read<Secret>(resources.secrets, 'cart-kafka-ca');
  expect(Object.keys(mounted?.data ?? {})).toEqual(expect.arrayContaining(['ca.crt', 'current']));
  expect(authority?.data).toHaveProperty(['current.key']);
  // The key that signs stays with the operator.
  expect(JSON.stringify(set)).not.toContain('cart-kafka-ca"');
  const { data } = await awaitObject<Secret>(resources.secrets, 'cart-kafka-binding');
  expect(data['ca.crt']).toBe(mounted?.data['ca.crt']);
});

test('a listener for the outside has a Service for each broker, and they go with it', async () => {
  const clients = { name: 'clients', port: 9092 };
  await applyCart({ listeners: [clients, { name: 'outside', port: 9094, type: 'NodePort' }] });
  for (const name of ['cart-kafka-outside', 'cart-kafka-outside-0', 'cart-kafka-outside-2'])
    expect(await awaitObject(resources.services, name)).toMatchObject({ spec: { type: 'NodePort' } });
  await applyCart({ listeners: [clients] });
  await waitFor('the Services to go', async () => (await read(resources.services, 'cart-kafka-outside-2')) === undefined, patience);
  expect(await read(resources.services, 'cart-kafka')).toBeDefined();
});

function conditionOf({ status }: KafkaCluster, type: string): Condition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

async function told(name: string, key: string): Promise<string | undefined> {
  return (await read(resources.pods, name))?.metadata.annotations?.[key];
}

type WithTemplate = StoredObject & { readonly spec: { readonly template: { readonly metadata: object } } };

const node = 'node1';

async function makeNode(zone: string): Promise<void> {
  const metadata = { name: node, labels: { 'topology.kubernetes.io/zone': zone } };
  await admin.apply(resources.nodes, { apiVersion: 'v1', kind: 'Node', metadata }, { fieldManager: 'kubelet' });
  const conditions = [
    { type: 'Ready', status: 'True', reason: 'KubeletReady', message: '', lastHeartbeatTime: null, lastTransitionTime: null },
  ];
  const report = { apiVersion: 'v1', kind: 'Node', metadata: { name: node }, status: { conditions } };
  await admin.applyStatus(resources.nodes, report, { fieldManager: 'kubelet' });
}

/** What the StatefulSet's controller and a kubelet would make, as far as the operator looks at it. */
async function makePod(set: string, ordinal: number): Promise<StoredObject> {
  const name = `${set}-${ordinal}`;
  const { spec: wanted } = await awaitObject<WithTemplate>(resources.statefulSets, set);
  const spec = { automountServiceAccountToken: false, nodeName: node, containers: [{ name: 'kafka', image: 'apache/kafka:4.3.1' }] };
  const pod = await admin.create<StoredObject>(resources.pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...wanted.template.metadata, name, namespace },
    ...{ spec },
  });
  const running = { name: 'kafka', ready: true, restartCount: 0, image: '', imageID: '', state: { running: {} } };
  const status = {
    podIP: '10.0.0.1',
    podIPs: [{ ip: '10.0.0.1' }],
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [running],
  };
  const report = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, status };
  await admin.applyStatus(resources.pods, report, { fieldManager: 'kubelet' });
  return pod;
}

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
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace, labels, annotations }, spec };
}

/** Passes go on, and none of them writes. */
async function expectNoWrites(): Promise<void> {
  const atRest = await waitForQuiet();
  const passes = await countPasses();
  await touch();
  await waitFor('another pass', async () => (await countPasses()) > passes, patience);
  expect(writes.length).toBe(atRest);
}

/** A change of the object that asks for nothing, so that it is looked at again. */
async function touch(): Promise<void> {
  await admin.mergePatch(
    resources.kafkaClusters,
    { namespace, name: 'cart' },
    { metadata: { annotations: { 'example.com/touched': randomUUID() } } },
  );
}

/** The number of writes once a second has passed without one and without a wish for another pass. */
function waitForQuiet(): Promise<number> {
  return waitFor(
    'quiet',
    async () => {
      const count = writes.length;
      const passes = await countPasses();
      await admin.mergePatch(
        resources.kafkaClusters,
        { namespace, name: 'cart' },
        { metadata: { annotations: { 'example.com/look': String(passes) } } },
      );
      await waitFor('two passes', async () => (await countPasses()) >= passes + 1, patience);
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
