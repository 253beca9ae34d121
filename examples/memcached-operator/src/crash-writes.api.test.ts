import { connect, type Kube, type KubeClient, resources } from '@dataservices/kube';
import type { Pod } from '@dataservices/members';
import { createLogger, createManager } from '@dataservices/reconcile';
import {
  crashBetweenWrites,
  installCrd,
  testNamespace,
  useSimulatedCluster,
  type WriteCrash,
  type WriteScenario,
  waitFor,
} from '@dataservices/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMemcachedController, memcacheds } from './controller.ts';
import { memcachedCrd } from './crd.ts';
import type { Memcached } from './memcached.ts';

const kubeconfig = useSimulatedCluster();
let admin: KubeClient;

beforeAll(async () => {
  admin = connectAs('admin/1.0');
  await installCrd(admin, memcachedCrd);
});

afterAll(() => admin.close());

function connectAs(userAgent: string): KubeClient {
  return connect({ kubeconfig: kubeconfig(), userAgent });
}

function operator(kube: Kube, namespace: string) {
  const logger = createLogger({ write: () => {} });
  const health = { port: 0, host: '127.0.0.1' };
  const manager = createManager({ name: 'memcached-operator', kube, logger, namespaces: [namespace], health, handlesSignals: false });
  addMemcachedController(manager);
  return manager;
}

async function apply(namespace: string, spec: Memcached['spec']): Promise<void> {
  const object = { apiVersion: 'example.com/v1', kind: 'Memcached', metadata: { name: 'cart', namespace }, ...{ spec } };
  await admin.apply(memcacheds, object, { fieldManager: 'user' });
}

async function isDone(namespace: string): Promise<boolean> {
  const cart = await admin.get<Memcached>(memcacheds, { namespace, name: 'cart' });
  const settled = cart?.status?.conditions.find(({ type }) => type === 'Settled');
  return settled?.status === 'True' && settled.observedGeneration === cart?.metadata.generation;
}

async function podsOf(namespace: string): Promise<readonly Pod[]> {
  return (await admin.list<Pod>(resources.pods, { namespace })).items;
}

async function end(namespace: string): Promise<unknown> {
  const [pods, sets, services] = await Promise.all([
    podsOf(namespace),
    admin.list(resources.statefulSets, { namespace }),
    admin.list(resources.services, { namespace }),
  ]);
  return {
    pods: pods.map(({ metadata, spec }) => [metadata.name, spec?.containers[0]?.image]),
    objects: [...sets.items, ...services.items].map(({ kind, metadata }) => [kind, metadata.name, metadata.ownerReferences?.[0]?.name]),
  };
}

async function explain(namespace: string): Promise<unknown> {
  const cart = await admin.get<Memcached>(memcacheds, { namespace, name: 'cart' });
  const pods = (await podsOf(namespace)).map(({ metadata, spec, status }) => [
    metadata.name,
    metadata.deletionTimestamp ?? 'alive',
    spec?.nodeName,
    status?.phase,
    spec?.containers[0]?.image,
  ]);
  return { operation: cart?.status?.operation?.message, pods };
}

/** The scenario begins with a cluster that an operator has settled. */
function from(spec: Memcached['spec'] | undefined, to: Memcached['spec']): WriteScenario {
  return {
    async prepare() {
      const namespace = await testNamespace(admin, 'crash');
      if (spec === undefined) return namespace;
      await apply(namespace, spec);
      const manager = operator(connectAs('memcached-operator'), namespace);
      const running = manager.run();
      await waitFor('the cluster to begin with', () => isDone(namespace), { timeoutMs: 30_000 });
      await manager.stop();
      await running;
      return namespace;
    },
    ask: (namespace) => apply(namespace, to),
    connect: () => connectAs('memcached-operator'),
    operator,
    isDone,
    end,
    explain,
  };
}

const image = (tag: number) => `memcached:${tag}`;

/** Every second crash, so that each write has one; all of them in the full tier. */
const isFull = process.env.DATASERVICES_E2E_TIER === 'full';
const isChosen = ({ write, when }: WriteCrash) => isFull || (write % 2 === 0) === (when === 'before');

describe('whichever write the operator dies at, it comes to the same end', { timeout: 240_000 }, () => {
  test.for([
    ['create', undefined, { replicas: 3, image: image(1) }],
    ['grow', { replicas: 1, image: image(1) }, { replicas: 3, image: image(1) }],
    ['shrink', { replicas: 3, image: image(1) }, { replicas: 1, image: image(1) }],
    ['roll', { replicas: 3, image: image(1) }, { replicas: 3, image: image(2) }],
  ] as const)('%s', async ([, before, after]) => {
    const { writes, tried } = await crashBetweenWrites(from(before, after), isChosen);
    expect(writes.length).toBeGreaterThan(0);
    expect(tried).toBe(isFull ? writes.length * 2 : writes.length);
  });
});
