import { buildCrd, redisClusterKind } from '@dataservices/api';
import { connect, type Kube, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { createLogger, createManager } from '@dataservices/reconcile';
import {
  crashBetweenWrites,
  installCrd,
  type RunningOperator,
  testNamespace,
  useSimulatedCluster,
  type WriteCrash,
  type WriteScenario,
  waitFor,
} from '@dataservices/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addRedisController } from './controller.ts';
import { type SimulatedRedis, simulatedRedis } from './testing/simulated-redis.ts';

type Cluster = StoredObject & {
  readonly status?: {
    readonly clusterId?: string;
    readonly leader?: string;
    readonly operation?: object;
    readonly conditions?: readonly Condition[];
  };
};

/** Every eleventh crash, beginning with the one after the first write; all of them, before and after each write, in the full tier. */
const isFull = process.env.DATASERVICES_E2E_TIER === 'full';
const isChosen = ({ write, when }: WriteCrash) => isFull || (write * 2 + (when === 'after' ? 1 : 0)) % 11 === 3;

const kubeconfig = useSimulatedCluster();
const services = new Map<string, SimulatedRedis>();
let admin: KubeClient;

beforeAll(async () => {
  admin = connectAs('admin/1.0');
  await installCrd(admin, buildCrd(redisClusterKind));
});

afterAll(() => admin.close());

function connectAs(userAgent: string): KubeClient {
  return connect({ kubeconfig: kubeconfig(), userAgent });
}

/** What the servers of a namespace are outlives the operator. */
function serviceOf(namespace: string): SimulatedRedis {
  const service = services.get(namespace) ?? simulatedRedis(3);
  services.set(namespace, service);
  return service;
}

function operator(kube: Kube, namespace: string): RunningOperator {
  const logger = createLogger({ write: () => {} });
  const health = { port: 0, host: '127.0.0.1' };
  const manager = createManager({ name: 'redis', kube, logger, namespaces: [namespace], health, handlesSignals: false });
  addRedisController(manager, { clusterDomain: 'cluster.local' }, () => serviceOf(namespace).port);
  return manager;
}

async function apply(namespace: string, replicas: number): Promise<void> {
  const object = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', metadata: { name: 'cart', namespace } };
  await admin.apply(resources.redisClusters, { ...object, ...{ spec: { replicas } } }, { fieldManager: 'user' });
}

function read(namespace: string): Promise<Cluster | undefined> {
  return admin.get<Cluster>(resources.redisClusters, { namespace, name: 'cart' });
}

async function isDone(namespace: string): Promise<boolean> {
  const cluster = await read(namespace);
  const settled = cluster?.status?.conditions?.find(({ type }) => type === 'Settled');
  return settled?.status === 'True' && settled.observedGeneration === cluster?.metadata.generation;
}

const compared: readonly Resource[] = [
  resources.pods,
  resources.persistentVolumeClaims,
  resources.statefulSets,
  resources.services,
  resources.configMaps,
  resources.secrets,
  resources.podDisruptionBudgets,
];

async function end(namespace: string): Promise<unknown> {
  const { founded } = serviceOf(namespace);
  const status = (await read(namespace))?.status;
  const lists = await Promise.all(compared.map((resource) => admin.list(resource, { namespace })));
  return {
    // One cluster was founded, and the identity that is recorded is that of its data.
    timesFounded: founded.length,
    isIdentityOfData: status?.clusterId === founded[0],
    leader: status?.leader,
    objects: lists.flatMap(({ items }, at) =>
      items.map(({ metadata }) => [compared[at]?.kind, metadata.name, metadata.labels?.['dataservices.dev/role'] ?? 'no role']),
    ),
  };
}

async function explain(namespace: string): Promise<unknown> {
  return (await read(namespace))?.status;
}

/** `before` members that an operator has settled, if any. */
function scale(before: number | undefined, after: number): WriteScenario {
  return {
    async prepare() {
      const namespace = await testNamespace(admin, 'redis-crash');
      if (before !== undefined) await settle(namespace, before);
      return namespace;
    },
    ask: (namespace) => apply(namespace, after),
    connect: () => connectAs('dataservices-redis'),
    operator,
    isDone,
    end,
    explain,
  };
}

async function settle(namespace: string, replicas: number): Promise<void> {
  await apply(namespace, replicas);
  const manager = operator(connectAs('dataservices-redis'), namespace);
  const running = manager.run();
  await waitFor('the cluster to begin with', () => isDone(namespace), { timeoutMs: 30_000 });
  await manager.stop();
  await running;
}

describe('whichever write the operator dies at, it comes to the same end', { timeout: 900_000 }, () => {
  test.for([
    ['make', undefined, 3],
    ['grow', 3, 5],
    ['shrink', 5, 3],
  ] as const)('%s', async ([, before, after]) => {
    const { tried, end: reference } = await crashBetweenWrites(scale(before, after), isChosen);
    expect(tried).toBeGreaterThan(0);
    expect(reference).toMatchObject({ timesFounded: 1, isIdentityOfData: true, leader: 'cart-redis-0' });
  });
});
