import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { Pod } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { createLogger, type Manager } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import { installCrd, testNamespace, waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { addMemcachedController, memcacheds } from './controller.ts';
import { memcachedCrd } from './crd.ts';
import type { Memcached } from './memcached.ts';

const patience = { timeoutMs: 15_000, intervalMs: 50 };

let admin: KubeClient;
let manager: Manager;
let namespace: string;

beforeEach(async () => {
  admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
  await installCrd(admin, memcachedCrd);
  namespace = await testNamespace(admin, 'memcached');
  manager = testManager({
    name: 'memcached-operator',
    kube: connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'memcached-operator' }),
    namespace,
    logger: createLogger({ level: 'error' }),
  });
  addMemcachedController(manager);
  void manager.run();
});

afterEach(async () => {
  await manager.stop();
  await admin.close();
});

test('the operator of the documentation makes what is asked for, and rolls one pod at a time', async () => {
  await applyCart({ replicas: 2, image: 'memcached:1' });
  const set = await waitFor('the StatefulSet', () => read(resources.statefulSets), patience);
  expect(set.metadata.ownerReferences).toMatchObject([{ kind: 'Memcached', name: 'cart', controller: true }]);
  await waitFor('the Service', () => read(resources.services), patience);
  for (const ordinal of [0, 1]) await playStatefulSet(ordinal);
  await waitFor('Settled', () => isSettled(1), patience);
  const before = await uids();

  await applyCart({ replicas: 2, image: 'memcached:2' });
  await waitFor('the first pod to go', async () => (await uids()).length === 1, patience);
  // The other one stays for as long as this one is not back.
  await waitFor('the wait to be told', async () => (await cart())?.status?.operation?.rule === 'AwaitMembers', patience);
  expect(await uids()).toEqual(before.slice(0, 1));
  await playStatefulSet(1);
  await waitFor('the second pod to go', async () => !(await uids()).includes(before[0] ?? ''), patience);
  await playStatefulSet(0);
  await waitFor('Settled again', () => isSettled(2), patience);
});

/** There is no controller of StatefulSets here: its part is played by hand, from the template as it is now. */
async function playStatefulSet(ordinal: number): Promise<void> {
  type Template = { readonly metadata: object; readonly spec: object };
  const set = await read<StoredObject & { readonly spec: { readonly template: Template } }>(resources.statefulSets);
  if (set === undefined) throw new Error('there is no StatefulSet');
  const { metadata, spec } = set.spec.template;
  const name = `cart-${ordinal}`;
  await admin.create(resources.pods, { apiVersion: 'v1', kind: 'Pod', ...{ spec }, metadata: { ...metadata, name, namespace } });
  const status = { conditions: [{ type: 'Ready', status: 'True' }] };
  await admin.applyStatus(
    resources.pods,
    { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, ...{ status } },
    { fieldManager: 'kubelet' },
  );
}

async function applyCart(spec: object): Promise<void> {
  const object = { apiVersion: 'example.com/v1', kind: 'Memcached', metadata: { name: 'cart', namespace }, spec };
  await admin.apply(memcacheds, object, { fieldManager: 'user' });
}

function read<T extends StoredObject>(resource: Resource): Promise<T | undefined> {
  return admin.get<T>(resource, { namespace, name: 'cart' });
}

function cart(): Promise<Memcached | undefined> {
  return read<Memcached>(memcacheds);
}

async function isSettled(generation: number): Promise<boolean> {
  const settled = (await cart())?.status?.conditions?.find(({ type }) => type === 'Settled');
  return settled?.status === 'True' && settled.observedGeneration === generation;
}

async function uids(): Promise<readonly string[]> {
  const { items } = await admin.list<Pod>(resources.pods, { namespace });
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.uid);
}
