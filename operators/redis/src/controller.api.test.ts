import { isDeepStrictEqual } from 'node:util';
import { buildCrd, redisClusterKind } from '@dataservices/api';
import { type Resource, resources } from '@dataservices/kube';
import type { Condition, KubeObject, StoredObject } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import { useOperatorBed, waitFor as within } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { addRedisController } from './controller.ts';
import { unreachable } from './testing/observed-builder.ts';
import { scriptedRedis } from './testing/scripted-redis.ts';

type Cluster = StoredObject & {
  readonly status?: { readonly conditions?: readonly Condition[]; readonly operation?: { readonly rule: string } };
};

const { admin, ref, waitFor, applyCart, read, awaitObject, awaitCart, awaitPasses, awaitRest, expectNoWrites } = useOperatorBed<Cluster>({
  userAgent: 'dataservices-redis',
  crd: buildCrd(redisClusterKind),
  resource: resources.redisClusters,
  operator: (kube, watched) => {
    const manager = testManager({ name: 'redis', kube, namespace: watched, logger: createLogger({ level: 'error' }) });
    addRedisController(manager, { clusterDomain: 'cluster.local' }, () => scriptedRedis({ view: () => unreachable }, []));
    return manager;
  },
});

async function awaitCondition(type: string, status: string, reason: string): Promise<Condition> {
  const find = (cart: Cluster) =>
    cart.status?.conditions?.find((one) => one.type === type && one.status === status && one.reason === reason);
  const cart = await awaitCart(`condition ${type}=${status} ${reason}`, (one) => find(one) !== undefined);
  return find(cart) as Condition;
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
  // Passes go on once a second while members are awaited; none of them writes.
  await expectNoWrites(() => awaitPasses(3));
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
  await awaitRest();
  for (const [what, resource, name, patch] of drifts) {
    const before = essence(await read(resource, name));
    await admin().mergePatch(resource, ref(name), patch);
    const isBack = async () => isDeepStrictEqual(essence(await read(resource, name)), before);
    await within(`${what} to be put back`, isBack, { timeoutMs: 5_000 });
  }
});

test('what is deleted by hand is made again within five seconds', { timeout: 60_000 }, async () => {
  await applyCart({});
  await awaitObject(resources.statefulSets, 'cart-redis');
  await awaitRest();
  for (const [resource, name] of owned.filter(([{ kind }]) => kind !== 'Secret')) {
    const { uid } = (await awaitObject(resource, name)).metadata;
    await admin().delete(resource, ref(name));
    const isBack = async () => ![undefined, uid].includes((await read(resource, name))?.metadata.uid);
    await within(`${resource.kind} ${name} to be made again`, isBack, { timeoutMs: 5_000 });
  }
});

test('an object of that name that belongs to nobody is left alone, is named, and does not keep the others from being made', async () => {
  const mine: KubeObject & { data: object } = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: ref('cart-redis-config'),
    data: { mine: 'yes' },
  };
  await admin().create(resources.configMaps, mine);
  await applyCart({});
  const { message } = await awaitCondition('Stalled', 'True', 'NameTaken');
  expect(message).toContain('ConfigMap cart-redis-config');
  await awaitObject(resources.services, 'cart-redis');
  expect(await read(resources.configMaps, 'cart-redis-config')).toMatchObject({ data: { mine: 'yes' } });
  await admin().delete(resources.configMaps, ref('cart-redis-config'));
  await awaitCondition('Stalled', 'False', 'NotStalled');
});

test('a Secret that is named and missing is a condition that says what to create, and stops being one when it is there', async () => {
  await applyCart({ auth: { secretName: 'my-password' } });
  const { message } = await awaitCondition('Stalled', 'True', 'InvalidSecret');
  expect(message).toContain('my-password');
  expect(await read(resources.statefulSets, 'cart-redis')).toBeUndefined();
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: ref('my-password'), stringData: { password: 'x' } };
  await admin().create(resources.secrets, secret);
  // Secrets are not watched, so that the operator need not see those of others: any change of the object makes it look again.
  await admin().mergePatch(resources.redisClusters, ref('cart'), { metadata: { annotations: { look: 'again' } } });
  await awaitObject(resources.statefulSets, 'cart-redis');
});

test('generated passwords are made once and stay, whatever else changes', async () => {
  await applyCart({});
  const before = await awaitObject(resources.secrets, 'cart-redis-auth');
  await awaitObject(resources.statefulSets, 'cart-redis');
  await admin().mergePatch(resources.redisClusters, ref('cart'), { spec: { replicas: 5 } });
  await waitFor('five members', async () => {
    const set = await read<StoredObject & { readonly spec: { readonly replicas: number } }>(resources.statefulSets, 'cart-redis');
    return set?.spec.replicas === 5;
  });
  expect(await read(resources.secrets, 'cart-redis-auth')).toEqual(before);
});

test('whenDeleted: Delete owns the Secrets, Retain gives them back; the read-only Service comes and goes', async () => {
  await applyCart({ storage: { whenDeleted: 'Delete' } });
  const ownersOf = async () => (await read(resources.secrets, 'cart-redis-auth'))?.metadata.ownerReferences?.length ?? 0;
  await waitFor('an owner', async () => (await ownersOf()) === 1);
  await awaitObject(resources.services, 'cart-redis-readonly');
  await applyCart({ storage: { whenDeleted: 'Retain' }, readOnlyService: 'Disabled' });
  await waitFor('no owner', async () => (await ownersOf()) === 0);
  await waitFor('no Service for replicas', async () => (await read(resources.services, 'cart-redis-readonly')) === undefined);
});
