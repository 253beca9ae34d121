import { randomUUID } from 'node:crypto';
import { buildCrd, type KafkaCluster, kafkaClusterKind } from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { createLogger, createManager, type Manager } from '@dataservices/reconcile';
import { installCrd, testNamespace, waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, expect, inject } from 'vitest';
import { addKafkaController } from '../src/controller.ts';
import { foundKafka } from '../src/testing/simulated-kafka.ts';
import { type SimulatedWorld, simulatedAdmin } from '../src/testing/simulated-kafka-admin.ts';
import { tick } from '../src/testing/simulated-kafka-tick.ts';
import { makeNode, makePod, type StatefulSet } from './made-pods.ts';

export const patience = { timeoutMs: 20_000, intervalMs: 50 };

/** The operator, for real, on a server without controllers: what it asks for is stored, pods are those that a test makes, and Kafka is simulated. */
export function useOperatorBed() {
  let admin: KubeClient;
  let namespace: string;
  let manager: Manager;
  let writes: string[];
  let world: SimulatedWorld;

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

  async function makePodOf(set: string, ordinal: number): Promise<StoredObject> {
    return makePod(admin, await awaitObject<StatefulSet>(resources.statefulSets, set), ordinal);
  }

  /** One broker and one controller, which serve. @returns the controller, as Kafka knows it */
  async function serveCart(spec: object = {}): Promise<SimulatedWorld['running']['controllers']> {
    await applyCart({ replicas: 1, controllers: { replicas: 1 }, ...spec });
    await makeNode(admin, 'zone-a');
    await makePodOf('cart-kafka-controller', 0);
    await makePodOf('cart-kafka', 0);
    const { status } = await awaitCart('founders', (cart) => cart.status.kraft?.founders !== undefined);
    const controllers = [{ id: 1000, directoryId: status.kraft?.founders?.[0]?.directoryId ?? '' }];
    run({ brokers: [{ id: 0 }], controllers });
    return controllers;
  }

  /** These servers run from now on. */
  function run(running: SimulatedWorld['running']): void {
    const kafka = world.kafka.voters.length === 0 ? foundKafka('c0ffee', running.controllers) : world.kafka;
    world.running = running;
    world.kafka = tick(kafka, running);
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

  return {
    admin: () => admin,
    namespace: () => namespace,
    world: () => world,
    applyCart,
    read,
    awaitObject,
    awaitCart,
    makeNode: (zone: string) => makeNode(admin, zone),
    makePod: makePodOf,
    run,
    serveCart,
    expectNoWrites,
    touch,
    told: async (pod: string, key: string) => (await read(resources.pods, pod))?.metadata.annotations?.[key],
  };
}

export function conditionOf({ status }: KafkaCluster, type: string): Condition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

export function isSettled(cart: KafkaCluster): boolean {
  return conditionOf(cart, 'Settled')?.status === 'True';
}
