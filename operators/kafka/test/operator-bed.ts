import { buildCrd, type KafkaCluster, kafkaClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import { useOperatorBed as useBed } from '@dataservices/testing';
import { addKafkaController } from '../src/controller.ts';
import { foundKafka } from '../src/testing/simulated-kafka.ts';
import { type SimulatedWorld, simulatedAdmin } from '../src/testing/simulated-kafka-admin.ts';
import { tick } from '../src/testing/simulated-kafka-tick.ts';
import { makeNode, makePod, type StatefulSet } from './made-pods.ts';

export const patience = { timeoutMs: 20_000, intervalMs: 50 };

/** The operator with a Kafka that is simulated: its servers run when a test says so. */
export function useOperatorBed() {
  let world: SimulatedWorld;

  const bed = useBed<KafkaCluster>({
    userAgent: 'dataservices-kafka',
    crd: buildCrd(kafkaClusterKind),
    resource: resources.kafkaClusters,
    operator: (kube, namespace) => {
      world = { kafka: foundKafka('c0ffee', []), running: { brokers: [], controllers: [] } };
      const manager = testManager({ name: 'kafka', kube, namespace, logger: createLogger({ level: 'error' }) });
      addKafkaController(manager, { clusterDomain: 'cluster.local' }, () => simulatedAdmin(world));
      return manager;
    },
  });
  const { admin, read, applyCart, awaitObject, awaitCart } = bed;

  async function makePodOf(set: string, ordinal: number): Promise<StoredObject> {
    return makePod(admin(), await awaitObject<StatefulSet>(resources.statefulSets, set), ordinal);
  }

  /** One broker and one controller, which serve. @returns the controller, as Kafka knows it */
  async function serveCart(spec: object = {}): Promise<SimulatedWorld['running']['controllers']> {
    await applyCart({ replicas: 1, controllers: { replicas: 1 }, ...spec });
    await makeNode(admin(), 'zone-a');
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

  return {
    ...bed,
    world: () => world,
    makeNode: (zone: string) => makeNode(admin(), zone),
    makePod: makePodOf,
    run,
    serveCart,
    told: async (pod: string, key: string) => (await read(resources.pods, pod))?.metadata.annotations?.[key],
  };
}

export function conditionOf({ status }: KafkaCluster, type: string): Condition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

export function isSettled(cart: KafkaCluster): boolean {
  return conditionOf(cart, 'Settled')?.status === 'True';
}
