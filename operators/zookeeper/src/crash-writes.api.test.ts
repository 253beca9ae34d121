import { buildCrd, type ZookeeperClusterSpecInput, zookeeperClusterKind } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import type { Pod } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import { type Asked, crashBetweenWrites, everyCrash, type RunningOperator, testSecrets, useCrashBed } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import { addZookeeperController } from './controller.ts';
import { orderAnnotation } from './resources/order.ts';
import { votersIn } from './testing/simulated-ensemble.ts';
import { type SimulatedZookeeper, simulatedZookeeper } from './testing/simulated-zookeeper.ts';

type Cluster = StoredObject & {
  readonly spec?: { readonly users?: readonly object[] };
  readonly status?: {
    readonly clusterId?: string;
    readonly leader?: string;
    readonly ensemble?: object;
    readonly users?: readonly object[];
    readonly operation?: object;
    readonly requests?: readonly { readonly state: string }[];
  };
};

const bed = useCrashBed({
  userAgent: 'dataservices-zookeeper',
  crd: buildCrd(zookeeperClusterKind),
  resource: resources.zookeeperClusters,
  operator,
  chartName: 'zookeeper',
});
const services = new Map<string, SimulatedZookeeper>();

/** What the servers of a namespace are outlives the operator. */
function serviceOf(namespace: string): SimulatedZookeeper {
  const pods = async () => {
    const { items } = await bed.admin().list<Pod>(resources.pods, { namespace });
    return items.map(({ metadata, status }) => ({
      name: metadata.name,
      ip: status?.podIP,
      order: metadata.annotations?.[orderAnnotation],
    }));
  };
  const service = services.get(namespace) ?? simulatedZookeeper(pods);
  services.set(namespace, service);
  return service;
}

function operator(kube: Kube, namespace: string, write: (line: string) => void = () => {}): RunningOperator {
  const manager = testManager({ name: 'zookeeper', kube, namespace, logger: createLogger({ level: 'debug', write }) });
  addZookeeperController(manager, { clusterDomain: 'cluster.local' }, () => serviceOf(namespace).port);
  return manager;
}

async function end(namespace: string): Promise<unknown> {
  const service = serviceOf(namespace);
  const ensemble = service.ensemble();
  const status = (await bed.read<Cluster>(namespace))?.status;
  return {
    foundings: ensemble.foundings,
    voters: votersIn(ensemble),
    members: ensemble.members.length,
    leader: status?.leader,
    users: status?.users,
    access: [...service.access].map(([path, entries]) => [path, entries.length]),
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
  return { status: (await bed.read<Cluster>(namespace))?.status, ensemble: serviceOf(namespace).ensemble() };
}

const scaled = (replicas: number, rest: ZookeeperClusterSpecInput = {}): Asked => ({ spec: { ...rest, replicas } });
const users = [{ name: 'shop' }];

/** Each has a namespace of its own, and waits for most of its time. */
const together = { timeout: 1_800_000, concurrent: true };

describe('whichever write the operator dies at, it comes to the same end', together, () => {
  test.for([
    ['make', undefined, scaled(3), 31, [1, 2, 3]],
    ['make with a user', undefined, scaled(1, { users }), 11, [1]],
    ['join', scaled(3), scaled(5), 31, [1, 2, 3, 4, 5]],
    ['leave', scaled(5), scaled(3), 31, [1, 2, 3]],
    ['roll', scaled(3), scaled(3, { image: 'zookeeper:3.9.5' }), 61, [1, 2, 3]],
    ['take a user away', scaled(1, { users }), scaled(1), 5, [1]],
  ] as const)('%s', async ([, before, after, step, voters]) => {
    const { tried, end: reference } = await crashBetweenWrites(bed.scenario(before, after, { end, explain, isDone }), everyCrash(step));
    expect(tried).toBeGreaterThan(0);
    expect(reference).toMatchObject({ foundings: 1, voters, members: voters.length, leader: `cart-zookeeper-${voters.length - 1}` });
  });
});

describe('whichever write the operator dies at while storage.whenDeleted changes, the deletion does as it says', together, () => {
  const [kept, deleted] = (['Retain', 'Delete'] as const).map((whenDeleted) => scaled(1, { users, storage: { whenDeleted } })) as [
    Asked,
    Asked,
  ];
  const volumeAndSecrets = [
    'PersistentVolumeClaim data-cart-zookeeper-0',
    'Secret cart-zookeeper-auth-shop',
    'Secret cart-zookeeper-internal',
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
  steps: [scaled(1, { users: [...users, mine] }), scaled(3, { users: [mine] }), scaled(3)],
  isDone,
  secrets: ['password of Secret cart-zookeeper-auth-shop'],
});
