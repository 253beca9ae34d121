import { buildCrd, type KafkaClusterSpecInput, kafkaClusterKind } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import type { Pod } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import {
  type Asked,
  crashBetweenWrites,
  everyCrash,
  type RunningOperator,
  testSecrets,
  useCrashBed,
  type WriteScenario,
} from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import { addKafkaController } from './controller.ts';
import { orderAnnotation, rackAnnotation } from './resources/order.ts';
import { createTopic } from './testing/simulated-kafka-changes.ts';
import { type RunningPod, type SimulatedPods, simulatedPods } from './testing/simulated-pods.ts';

const bed = useCrashBed({
  userAgent: 'dataservices-kafka',
  crd: buildCrd(kafkaClusterKind),
  resource: resources.kafkaClusters,
  operator,
  chartName: 'kafka',
});
const services = new Map<string, SimulatedPods>();

const controllerPrefix = 'cart-kafka-controller-';

/** What the servers of a namespace are outlives the operator. */
function serviceOf(namespace: string): SimulatedPods {
  const pods = async () => {
    const { items } = await bed.admin().list<Pod>(resources.pods, { namespace });
    return items.map(({ metadata: { name, annotations }, status }): RunningPod => {
      const isController = name.startsWith(controllerPrefix);
      return {
        role: isController ? 'controller' : 'broker',
        ordinal: Number(name.slice(name.lastIndexOf('-') + 1)),
        ip: status?.podIP,
        told: annotations?.[isController ? orderAnnotation : rackAnnotation],
      };
    });
  };
  const service = services.get(namespace) ?? simulatedPods(pods);
  services.set(namespace, service);
  return service;
}

function operator(kube: Kube, namespace: string, write: (line: string) => void = () => {}): RunningOperator {
  const manager = testManager({ name: 'kafka', kube, namespace, logger: createLogger({ level: 'debug', write }) });
  addKafkaController(manager, { clusterDomain: 'cluster.local' }, () => serviceOf(namespace).admin);
  return manager;
}

/** Where each partition is depends on what was first; how many replicas it has, and that they are on brokers that are asked for, does not. */
async function end(namespace: string): Promise<unknown> {
  const { world, foundings } = serviceOf(namespace);
  const { brokers, voters, partitions, clusterConfigs, topicConfigs } = world.kafka;
  const ids = brokers.map(({ id }) => id);
  return {
    foundings: foundings(),
    brokers: brokers.map(({ id, isFenced, configs }) => ({ id, isFenced, configs })),
    voters: voters.map(({ id }) => id).sort(),
    partitions: partitions.map(({ topic, partition, replicas, isr, isLost }) => ({
      name: `${topic}-${partition}`,
      replicas: replicas.length,
      away: replicas.filter((id) => !isr.includes(id) || !ids.includes(id)),
      isLost,
    })),
    clusterConfigs,
    topicConfigs,
    objects: await bed.objects(namespace),
  };
}

async function explain(namespace: string): Promise<unknown> {
  const { status } = (await bed.read<StoredObject & { readonly status?: object }>(namespace)) ?? {};
  const { kafka, running } = serviceOf(namespace).world;
  return { status, kafka, running };
}

/** With topics of three replicas, where there are as many brokers. */
function scenario(before: Asked | undefined, after: Asked): WriteScenario {
  const bare = bed.scenario(before, after, { end, explain });
  return {
    ...bare,
    async prepare() {
      const namespace = await bare.prepare();
      if (before === undefined) return namespace;
      const { world } = serviceOf(namespace);
      for (const topic of ['orders', 'mails']) {
        const made = createTopic(world.kafka, { topic, partitions: 4, replicationFactor: 3 }, 150);
        if ('error' in made) throw new Error(made.error);
        world.kafka = made;
      }
      return namespace;
    },
  };
}

const sized = (replicas: number, controllers: number, rest: KafkaClusterSpecInput = {}): Asked => ({
  spec: { ...rest, replicas, controllers: { replicas: controllers } },
});

const throttle = { rebalance: { throttleBytesPerSecond: 1024 } };

/** Each has a namespace of its own, and waits for most of its time. */
const together = { timeout: 1_800_000, concurrent: true };

describe('whichever write the operator dies at, it comes to the same end', together, () => {
  test.for([
    ['make', undefined, sized(3, 3), 71, [0, 1, 2], [1000, 1001, 1002]],
    ['grow', sized(3, 1), sized(4, 1, throttle), 37, [0, 1, 2, 3], [1000]],
    ['shrink', sized(4, 1), sized(3, 1, throttle), 37, [0, 1, 2], [1000]],
    ['more controllers', sized(3, 1), sized(3, 3), 37, [0, 1, 2], [1000, 1001, 1002]],
    ['fewer controllers', sized(3, 3), sized(3, 1), 37, [0, 1, 2], [1000]],
    ['roll', sized(3, 3), sized(3, 3, { image: 'kafka:mine' }), 97, [0, 1, 2], [1000, 1001, 1002]],
    ['settings that restart nobody', sized(3, 1), sized(3, 1, { config: { 'log.retention.ms': 5000 } }), 5, [0, 1, 2], [1000]],
  ] as const)('%s', async ([, before, after, step, brokers, voters]) => {
    const { tried, end: reference } = await crashBetweenWrites(scenario(before, after), everyCrash(step));
    expect(tried).toBeGreaterThan(0);
    expect(reference).toMatchObject({ foundings: 1, brokers: brokers.map((id) => ({ id, isFenced: false })), voters });
    const { partitions } = reference as { readonly partitions: readonly object[] };
    expect(partitions).toHaveLength(before === undefined ? 0 : 8);
    for (const partition of partitions) expect(partition).toMatchObject({ replicas: 3, away: [], isLost: false });
  });
});

describe('whichever write the operator dies at while storage.whenDeleted changes, the deletion does as it says', together, () => {
  const [kept, deleted] = (['Retain', 'Delete'] as const).map((whenDeleted) => sized(1, 1, { storage: { whenDeleted } })) as [Asked, Asked];
  const volumes = ['PersistentVolumeClaim data-cart-kafka-0', 'PersistentVolumeClaim data-cart-kafka-controller-0'];

  test.for([
    ['from Retain to Delete', kept, deleted, []],
    ['from Delete to Retain', deleted, kept, volumes],
  ] as const)('%s', async ([, before, after, left]) => {
    const { tried, end: reference } = await crashBetweenWrites(
      bed.scenario(before, after, { end: bed.leftBehind, explain }),
      everyCrash(11),
    );
    expect(tried).toBeGreaterThan(0);
    expect(reference).toEqual(left);
  });
});

const listeners = [{ name: 'clients', port: 9092, authentication: { type: 'ScramSha512' as const } }];
const mine = { name: 'mine', secretName: 'mine' };

/** A user that is taken away is named until the pass after that. */
async function isDone(namespace: string): Promise<boolean> {
  type Cluster = StoredObject & { readonly spec?: WithUsers; readonly status?: WithUsers };
  type WithUsers = { readonly users?: readonly object[] };
  const { spec, status } = (await bed.read<Cluster>(namespace)) ?? {};
  return (status?.users?.length ?? 0) === (spec?.users?.length ?? 0) && (await bed.isSettled(namespace));
}

testSecrets(bed, {
  steps: [
    sized(1, 1, { listeners, users: [{ name: 'shop' }, mine] }),
    sized(1, 1, { listeners, users: [mine] }),
    sized(1, 1, { listeners }),
  ],
  isDone,
  secrets: ['password of Secret cart-kafka-auth-shop'],
});
