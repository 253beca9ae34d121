import { buildCrd, type RabbitmqCluster, rabbitmqClusterKind } from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { createLogger, createManager, type Manager } from '@dataservices/reconcile';
import { installCrd, testNamespace, waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, inject } from 'vitest';
import type { NodeView, QueueView, RabbitmqPort, ServingView, UserWanted } from '../src/client/port.ts';
import { addRabbitmqController } from '../src/controller.ts';
import { orderAnnotation } from '../src/resources/order.ts';
import { unreachable } from '../src/testing/observed-builder.ts';

export const patience = { timeoutMs: 15_000, intervalMs: 50 };

/** What every node says, and what was written to any. A test changes it. */
export type NodesSay = {
  server: NodeView;
  queues: readonly QueueView[];
  /** Of every queue. */
  caughtUp: readonly string[];
  readonly written: Map<string, UserWanted>;
};

const labels = {
  'app.kubernetes.io/managed-by': 'dataservices-rabbitmq',
  'app.kubernetes.io/name': 'rabbitmq',
  'app.kubernetes.io/instance': 'cart',
  'app.kubernetes.io/component': 'data',
  'dataservices.dev/cluster': 'cart',
};

type WithTemplate = StoredObject & { readonly spec: { readonly template: { readonly metadata: object } } };

/** The operator, for real, on a server without controllers: what it asks for is stored, and pods are those that a test makes. */
export function useOperatorBed() {
  let admin: KubeClient;
  let namespace: string;
  let manager: Manager;
  let writes: string[];
  let say: NodesSay;

  beforeEach(async () => {
    admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
    await installCrd(admin, buildCrd(rabbitmqClusterKind));
    namespace = await testNamespace(admin, 'rabbitmq');
    writes = [];
    say = { server: unreachable, queues: [], caughtUp: [], written: new Map() };
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
    addRabbitmqController(manager, { clusterDomain: 'cluster.local' }, () => portOf(say));
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

  async function orderOf(name: string): Promise<string | undefined> {
    return (await read(resources.pods, name))?.metadata.annotations?.[orderAnnotation];
  }

  /** By which the first node is known. */
  function firstNode(): string {
    return `rabbit@cart-rabbitmq-0.cart-rabbitmq-nodes.${namespace}.svc.cluster.local`;
  }

  /** The only node of its cluster. */
  function sole(): ServingView {
    const node = firstNode();
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

  return {
    admin: () => admin,
    namespace: () => namespace,
    writes: () => writes,
    say: () => say,
    applyCart,
    read,
    awaitObject,
    awaitCart,
    orderOf,
    firstNode,
    sole,
    makePod,
    claimOf,
    waitForQuiet,
    countPasses,
  };
}

export function conditionOf({ status }: RabbitmqCluster, type: string): Condition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

function portOf(say: NodesSay): RabbitmqPort {
  return {
    observeNode: async () => say.server,
    listQueues: async () => say.queues,
    listCaughtUp: async () => say.caughtUp,
    listConnections: async () => [],
    listMoveShovels: async () => [],
    beginMove: async () => {},
    swapQueues: async () => {},
    endMove: async () => {},
    closeConnection: async () => {},
    listDisabledFlags: async () => [],
    enableFlag: async () => {},
    listUsers: async () => new Map(say.written),
    writeUser: async (_, user) => void say.written.set(user.name, user),
    deleteUser: async (_, name) => void say.written.delete(name),
    addReplica: async () => {},
    removeReplica: async () => {},
    rebalance: async () => {},
  };
}
