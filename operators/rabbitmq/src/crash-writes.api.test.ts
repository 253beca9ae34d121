import { buildCrd, type RabbitmqClusterSpecInput, rabbitmqClusterKind } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import type { Pod } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import { type Asked, crashBetweenWrites, everyCrash, type RunningOperator, testSecrets, useCrashBed } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import { addRabbitmqController } from './controller.ts';
import { orderAnnotation } from './resources/order.ts';
import { taskAnnotation } from './resources/task.ts';
import { type SimulatedRabbitmq, simulatedRabbitmq } from './testing/simulated-rabbitmq.ts';

type Cluster = StoredObject & {
  readonly spec?: { readonly users?: readonly object[] };
  readonly status?: {
    readonly clusterId?: string;
    readonly users?: readonly object[];
    readonly operation?: object;
    readonly requests?: readonly { readonly state: string }[];
  };
};

const bed = useCrashBed({
  userAgent: 'dataservices-rabbitmq',
  crd: buildCrd(rabbitmqClusterKind),
  resource: resources.rabbitmqClusters,
  operator,
  chartName: 'rabbitmq',
});
const services = new Map<string, SimulatedRabbitmq>();

/** What the nodes of a namespace are outlives the operator. */
function serviceOf(namespace: string): SimulatedRabbitmq {
  const pods = async () => {
    const { items } = await bed.admin().list<Pod>(resources.pods, { namespace });
    return items.map(({ metadata, status }) => ({
      name: metadata.name,
      ip: status?.podIP,
      order: metadata.annotations?.[orderAnnotation],
      task: metadata.annotations?.[taskAnnotation],
    }));
  };
  const service = services.get(namespace) ?? simulatedRabbitmq(namespace, pods);
  services.set(namespace, service);
  return service;
}

function operator(kube: Kube, namespace: string, write: (line: string) => void = () => {}): RunningOperator {
  const manager = testManager({ name: 'rabbitmq', kube, namespace, logger: createLogger({ level: 'debug', write }) });
  addRabbitmqController(manager, { clusterDomain: 'cluster.local' }, () => serviceOf(namespace).port);
  return manager;
}

async function end(namespace: string): Promise<unknown> {
  const service = serviceOf(namespace);
  const { foundings, nodes, queues } = service.cluster();
  const status = (await bed.read<Cluster>(namespace))?.status;
  return {
    foundings,
    nodes,
    queues: queues.map(({ name, members }) => [name, members.length]),
    known: status?.users,
    users: [...service.users.keys()],
    objects: await bed.objects(namespace),
  };
}

/** A user that is taken away is named until the pass after that. */
async function isDone(namespace: string): Promise<boolean> {
  const { spec, status } = (await bed.read<Cluster>(namespace)) ?? {};
  const hasUsers = (status?.users?.length ?? 0) === (spec?.users?.length ?? 0);
  return status?.operation === undefined && hasUsers && (await bed.isSettled(namespace));
}

async function explain(namespace: string): Promise<unknown> {
  return { status: (await bed.read<Cluster>(namespace))?.status, cluster: serviceOf(namespace).cluster() };
}

const scaled = (replicas: number, rest: RabbitmqClusterSpecInput = {}): Asked => ({ spec: { ...rest, replicas } });
const users = [{ name: 'shop' }];

/** Each has a namespace of its own, and waits for most of its time. */
const together = { timeout: 1_800_000, concurrent: true };

describe('whichever write the operator dies at, it comes to the same end', together, () => {
  test.for([
    ['make', undefined, scaled(3), 47, [0, 1, 2]],
    ['make with a user', undefined, scaled(1, { users }), 23, [0]],
    ['join', scaled(3), scaled(5), 47, [0, 1, 2, 3, 4]],
    ['leave', scaled(5), scaled(3), 47, [0, 1, 2]],
    ['two become one', scaled(2), scaled(1), 23, [0]],
    ['roll', scaled(3), scaled(3, { image: 'rabbitmq:mine' }), 61, [0, 1, 2]],
    ['take a user away', scaled(1, { users }), scaled(1), 11, [0]],
  ] as const)('%s', async ([, before, after, step, nodes]) => {
    const { tried, end: reference } = await crashBetweenWrites(bed.scenario(before, after, { end, explain, isDone }), everyCrash(step));
    expect(tried).toBeGreaterThan(0);
    const size = Math.min(3, nodes.length);
    expect(reference).toMatchObject({ foundings: 1, nodes, queues: ['orders', 'mails'].map((name) => [name, size]) });
  });
});

describe('whichever write the operator dies at while storage.whenDeleted changes, the deletion does as it says', together, () => {
  const [kept, deleted] = (['Retain', 'Delete'] as const).map((whenDeleted) => scaled(1, { users, storage: { whenDeleted } })) as [
    Asked,
    Asked,
  ];
  const volumeAndSecrets = [
    'PersistentVolumeClaim data-cart-rabbitmq-0',
    'Secret cart-rabbitmq-auth',
    'Secret cart-rabbitmq-auth-shop',
    'Secret cart-rabbitmq-internal',
  ];

  test.for([
    ['from Retain to Delete', kept, deleted, []],
    ['from Delete to Retain', deleted, kept, volumeAndSecrets],
  ] as const)('%s', async ([, before, after, left]) => {
    const { tried, end: reference } = await crashBetweenWrites(
      bed.scenario(before, after, { end: bed.leftBehind, explain }),
      everyCrash(11),
    );
    expect(tried).toBeGreaterThan(0);
    expect(reference).toEqual(left);
  });
});

const mine = { name: 'mine', secretName: 'mine' };

testSecrets(bed, {
  steps: [scaled(1, { users: [...users, mine] }), scaled(1, { users: [mine], auth: { secretName: 'mine' } }), scaled(1)],
  isDone,
  secrets: ['password of Secret cart-rabbitmq-auth', 'password of Secret cart-rabbitmq-auth-shop'],
});
