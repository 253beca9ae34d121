import { isDeepStrictEqual } from 'node:util';
import { buildCrd, redisClusterKind } from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { Condition, KubeObject, StoredObject } from '@dataservices/plan';
import { createLogger, createManager, type Manager } from '@dataservices/reconcile';
import { installCrd, testNamespace, waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { addRedisController } from './controller.ts';
import { unreachable } from './testing/observed-builder.ts';
import { scriptedRedis } from './testing/scripted-redis.ts';

type Cluster = StoredObject & {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly operation?: { readonly rule: string } };
};

const patience = { timeoutMs: 15_000, intervalMs: 50 };

let admin: KubeClient;
let namespace: string;
let manager: Manager;
let writes: string[];

/** The operator, for real, on a server without controllers: what it asks for is stored, and no pod ever starts. */
beforeEach(async () => {
  admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
  await installCrd(admin, buildCrd(redisClusterKind));
  namespace = await testNamespace(admin, 'redis');
  writes = [];
  const kube = connect({
    kubeconfig: inject('kubeconfigPath'),
    userAgent: 'dataservices-redis',
    onRequest: ({ method }) => {
      if (method !== 'GET') writes.push(method);
    },
  });
  manager = createManager({
    name: 'redis',
    kube,
    logger: createLogger({ level: 'error' }),
    namespaces: [namespace],
    health: { port: 0, host: '127.0.0.1' },
    handlesSignals: false,
  });
  addRedisController(manager, { clusterDomain: 'cluster.local' }, () => scriptedRedis({ view: () => unreachable }, []));
  void manager.run();
});

afterEach(async () => {
  await manager.stop();
  await admin.close();
});

async function applyCart(spec: object): Promise<void> {
  const object = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', metadata: { name: 'cart', namespace }, spec };
  await admin.apply(resources.redisClusters, object, { fieldManager: 'user' });
}

function read<T extends StoredObject>(resource: Resource, name: string): Promise<T | undefined> {
  return admin.get<T>(resource, { namespace, name });
}

function awaitObject(resource: Resource, name: string): Promise<StoredObject> {
  return waitFor(`${resource.kind} ${name}`, () => read(resource, name), patience);
}

function awaitCondition(type: string, status: string, reason: string): Promise<Condition> {
  return waitFor(
    `condition ${type}=${status} ${reason}`,
    async () => {
      const cluster = await read<Cluster>(resources.redisClusters, 'cart');
      return cluster?.status?.conditions?.find(
        (condition) => condition.type === type && condition.status === status && condition.reason === reason,
      );
    },
    patience,
  );
}

const owned: readonly (readonly [Resource, string])[] = [
  [resources.serviceAccounts, 'cart-redis'],
  [resources.configMaps, 'cart-redis-config'],
  [resources.services, 'cart-redis'],
  [resources.services, 'cart-redis-readonly'],
  [resources.services, 'cart-redis-sentinel'],
  [resources.services, 'cart-redis-nodes'],
  [resources.podDisruptionBudgets, 'cart-redis'],
  [resources.podDisruptionBudgets, 'cart-redis-sentinel'],
  [resources.statefulSets, 'cart-redis'],
  [resources.statefulSets, 'cart-redis-sentinel'],
  [resources.secrets, 'cart-redis-binding'],
];

test('an empty spec becomes every object of a cluster, each controlled by it; and at rest nothing is written', async () => {
  await applyCart({});
  for (const [resource, name] of owned) {
    const { metadata } = await awaitObject(resource, name);
    expect(metadata.ownerReferences).toMatchObject([{ kind: 'RedisCluster', name: 'cart', controller: true }]);
  }
  await awaitCondition('Reconciling', 'True', 'AwaitMembers');
  const atRest = await waitForQuiet();
  // Passes go on once a second while members are awaited; none of them writes.
  const passes = await countPasses();
  await waitFor('three more passes', async () => (await countPasses()) >= passes + 3, patience);
  expect(writes.length).toBe(atRest);
});

/** Whoever owns objects of these kinds and edits or deletes them by hand. */
const drifts: readonly (readonly [what: string, resource: Resource, name: string, patch: object])[] = [
  ['the selector of a Service', resources.services, 'cart-redis', { spec: { selector: { 'dataservices.dev/role': 'replica' } } }],
  ['the number of a port of a Service', resources.services, 'cart-redis', { spec: { ports: [{ name: 'redis', port: 7000 }] } }],
  ['the settings in the ConfigMap', resources.configMaps, 'cart-redis-config', { data: { 'redis.conf': 'port 1' } }],
  ['a script in the ConfigMap', resources.configMaps, 'cart-redis-config', { data: { 'start-redis.sh': null } }],
  ['a size of a StatefulSet', resources.statefulSets, 'cart-redis', { spec: { replicas: 7 } }],
  [
    'the template of a StatefulSet',
    resources.statefulSets,
    'cart-redis',
    { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
  ],
  ['a label', resources.statefulSets, 'cart-redis-sentinel', { metadata: { labels: { 'app.kubernetes.io/instance': 'other' } } }],
  ['a disruption budget', resources.podDisruptionBudgets, 'cart-redis', { spec: { maxUnavailable: 3 } }],
];

/** What was written there last, without what changes with every write. */
function essence(object: (StoredObject & { readonly spec?: object; readonly data?: object }) | undefined) {
  const { metadata, spec, data } = object ?? {};
  return { labels: metadata?.labels, owners: metadata?.ownerReferences, spec, data };
}

test('what is changed by hand is put back within five seconds', { timeout: 60_000 }, async () => {
  await applyCart({});
  await awaitObject(resources.statefulSets, 'cart-redis');
  await waitForQuiet();
  for (const [what, resource, name, patch] of drifts) {
    const before = essence(await read(resource, name));
    await admin.mergePatch(resource, { namespace, name }, patch);
    const isBack = async () => isDeepStrictEqual(essence(await read(resource, name)), before);
    await waitFor(`${what} to be put back`, isBack, { timeoutMs: 5_000, intervalMs: 50 });
  }
});

test('what is deleted by hand is made again within five seconds', { timeout: 60_000 }, async () => {
  await applyCart({});
  await awaitObject(resources.statefulSets, 'cart-redis');
  await waitForQuiet();
  for (const [resource, name] of owned.filter(([{ kind }]) => kind !== 'Secret')) {
    const { uid } = (await awaitObject(resource, name)).metadata;
    await admin.delete(resource, { namespace, name });
    const isBack = async () => ![undefined, uid].includes((await read(resource, name))?.metadata.uid);
    await waitFor(`${resource.kind} ${name} to be made again`, isBack, { timeoutMs: 5_000, intervalMs: 50 });
  }
});

test('an object of that name that belongs to nobody is left alone, is named, and does not keep the others from being made', async () => {
  const mine: KubeObject & { data: object } = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cart-redis-config', namespace },
    data: { mine: 'yes' },
  };
  await admin.create(resources.configMaps, mine);
  await applyCart({});
  const { message } = await awaitCondition('Stalled', 'True', 'NameTaken');
  expect(message).toContain('ConfigMap cart-redis-config');
  await awaitObject(resources.services, 'cart-redis');
  expect(await read(resources.configMaps, 'cart-redis-config')).toMatchObject({ data: { mine: 'yes' } });
  await admin.delete(resources.configMaps, { namespace, name: 'cart-redis-config' });
  await awaitCondition('Stalled', 'False', 'NotStalled');
});

test('a Secret that is named and missing is a condition that says what to create, and stops being one when it is there', async () => {
  await applyCart({ auth: { secretName: 'my-password' } });
  const { message } = await awaitCondition('Stalled', 'True', 'InvalidSecret');
  expect(message).toContain('my-password');
  expect(await read(resources.statefulSets, 'cart-redis')).toBeUndefined();
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'my-password', namespace }, stringData: { password: 'x' } };
  await admin.create(resources.secrets, secret);
  // Secrets are not watched, so that the operator need not see those of others: any change of the object makes it look again.
  await admin.mergePatch(resources.redisClusters, { namespace, name: 'cart' }, { metadata: { annotations: { look: 'again' } } });
  await awaitObject(resources.statefulSets, 'cart-redis');
});

test('generated passwords are made once and stay, whatever else changes', async () => {
  await applyCart({});
  const before = await awaitObject(resources.secrets, 'cart-redis-auth');
  await awaitObject(resources.statefulSets, 'cart-redis');
  await admin.mergePatch(resources.redisClusters, { namespace, name: 'cart' }, { spec: { replicas: 5 } });
  await waitFor('five members', async () => {
    const set = await read<StoredObject & { readonly spec: { readonly replicas: number } }>(resources.statefulSets, 'cart-redis');
    return set?.spec.replicas === 5;
  });
  expect(await read(resources.secrets, 'cart-redis-auth')).toEqual(before);
});

test('whenDeleted: Delete owns the Secrets, Retain gives them back; the read-only Service comes and goes', async () => {
  await applyCart({ storage: { whenDeleted: 'Delete' } });
  const ownersOf = async () => (await read(resources.secrets, 'cart-redis-auth'))?.metadata.ownerReferences?.length ?? 0;
  await waitFor('an owner', async () => (await ownersOf()) === 1, patience);
  await awaitObject(resources.services, 'cart-redis-readonly');
  await applyCart({ storage: { whenDeleted: 'Retain' }, readOnlyService: 'Disabled' });
  await waitFor('no owner', async () => (await ownersOf()) === 0, patience);
  await waitFor('no Service for replicas', async () => (await read(resources.services, 'cart-redis-readonly')) === undefined, patience);
});

/** The number of writes once it has stayed the same for three passes. */
async function waitForQuiet(): Promise<number> {
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
