import { buildCrd, type RedisClusterSpecInput, redisClusterKind } from '@dataservices/api';
import { type Kube, type Resource, resources } from '@dataservices/kube';
import { annotationKeys, type StoredObject } from '@dataservices/plan';
import { createLogger, createManager } from '@dataservices/reconcile';
import { type Asked, crashBetweenWrites, dieAt, type RunningOperator, useCrashBed, type WriteCrash, waitFor } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import { addRedisController } from './controller.ts';
import { type SimulatedRedis, simulatedRedis } from './testing/simulated-redis.ts';

type Cluster = StoredObject & {
  readonly status?: {
    readonly clusterId?: string;
    readonly leader?: string;
    readonly journal?: object;
    readonly operation?: object;
    readonly requests?: readonly { readonly state: string }[];
  };
};

/** Every so many crashes, beginning with the one after the first write; all of them, before and after each write, in the full tier. */
const isFull = process.env.DATASERVICES_E2E_TIER === 'full';
const every =
  (step: number) =>
  ({ write, when }: WriteCrash) =>
    isFull || (write * 2 + (when === 'after' ? 1 : 0)) % step === 3;

const bed = useCrashBed({
  userAgent: 'dataservices-redis',
  crd: buildCrd(redisClusterKind),
  resource: resources.redisClusters,
  operator,
});
const services = new Map<string, SimulatedRedis>();

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

const compared: readonly Resource[] = [
  resources.pods,
  resources.persistentVolumeClaims,
  resources.statefulSets,
  resources.services,
  resources.configMaps,
  resources.secrets,
  resources.podDisruptionBudgets,
];

type AnyObject = StoredObject & { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };

async function objectsIn(namespace: string): Promise<readonly AnyObject[]> {
  const lists = await Promise.all(compared.map((resource) => bed.admin().list<AnyObject>(resource, { namespace })));
  return lists.flatMap(({ items }, at) => items.map((item) => ({ ...item, kind: compared[at]?.kind ?? '' })));
}

async function end(namespace: string): Promise<unknown> {
  const { founded } = serviceOf(namespace);
  const status = (await bed.read<Cluster>(namespace))?.status;
  return {
    // One cluster was founded, and the identity that is recorded is that of its data.
    timesFounded: founded.length,
    isIdentityOfData: status?.clusterId === founded[0],
    leader: status?.leader,
    isJournalOpen: status?.journal !== undefined,
    objects: (await objectsIn(namespace)).map(({ kind, metadata, spec }) => [
      kind,
      metadata.name,
      metadata.labels?.['dataservices.dev/role'] ?? 'no role',
      ...(spec?.containers ?? []).map(({ image }) => image),
    ]),
  };
}

/** What is asked for by an annotation changes no generation. */
async function isDone(namespace: string): Promise<boolean> {
  const cluster = await bed.read<Cluster>(namespace);
  const { requests = [], operation } = cluster?.status ?? {};
  const isAsked = cluster?.metadata.annotations?.[annotationKeys.switchOver] !== undefined;
  const isHandled = !isAsked || requests.some(({ state }) => state === 'Handled');
  return isHandled && operation === undefined && (await bed.isSettled(namespace));
}

async function explain(namespace: string): Promise<unknown> {
  return (await bed.read<Cluster>(namespace))?.status;
}

const scaled = (replicas: number, rest: RedisClusterSpecInput = {}): Asked => ({ spec: { ...rest, replicas } });
const switched = { ...scaled(3), annotations: { [annotationKeys.switchOver]: 'cart-redis-1@t1' } };

describe('whichever write the operator dies at, it comes to the same end', { timeout: 1_800_000 }, () => {
  test.for([
    ['make', undefined, scaled(3), 11, 'cart-redis-0'],
    ['grow', scaled(3), scaled(5), 11, 'cart-redis-0'],
    ['shrink', scaled(5), scaled(3), 11, 'cart-redis-0'],
    ['switch', scaled(3), switched, 11, 'cart-redis-1'],
    ['roll', scaled(3), scaled(3, { image: 'redis:8.0.3' }), 37, expect.stringMatching(/cart-redis-[12]/)],
  ] as const)('%s', async ([, before, after, step, leader]) => {
    const { tried, end: reference } = await crashBetweenWrites(bed.scenario(before, after, { end, explain, isDone }), every(step));
    expect(tried).toBeGreaterThan(0);
    expect(reference).toMatchObject({ timesFounded: 1, isIdentityOfData: true, isJournalOpen: false, leader });
  });
});

/** Deletes the object, and tells what is left when everything that it owns is gone. */
async function leftBehind(namespace: string): Promise<unknown> {
  await bed.admin().delete(resources.redisClusters, { namespace, name: 'cart' });
  const workloads = ['Pod', 'StatefulSet', 'Service', 'ConfigMap', 'PodDisruptionBudget'];
  await waitFor('the workloads to be gone', async () => (await objectsIn(namespace)).every(({ kind }) => !workloads.includes(kind)), {
    timeoutMs: 60_000,
  });
  const isWanted = (await objectsIn(namespace)).every(({ metadata }) => metadata.ownerReferences === undefined);
  if (!isWanted) await waitFor('what was owned to be gone', async () => (await objectsIn(namespace)).length === 0, { timeoutMs: 60_000 });
  return (await objectsIn(namespace)).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

describe('whichever write the operator dies at while storage.whenDeleted changes, the deletion does as it says', {
  timeout: 1_800_000,
}, () => {
  const [kept, deleted] = (['Retain', 'Delete'] as const).map((whenDeleted) => scaled(1, { storage: { whenDeleted } })) as [Asked, Asked];
  const volumeAndSecrets = ['PersistentVolumeClaim data-cart-redis-0', 'Secret cart-redis-auth', 'Secret cart-redis-internal'];

  test.for([
    ['from Retain to Delete', kept, deleted, []],
    ['from Delete to Retain', deleted, kept, volumeAndSecrets],
  ] as const)('%s', async ([, before, after, left]) => {
    const { tried, end: reference } = await crashBetweenWrites(bed.scenario(before, after, { end: leftBehind, explain }), every(5));
    expect(tried).toBeGreaterThan(0);
    expect(reference).toEqual(left);
  });
});

test('what is to go with the cluster goes, whenever it is deleted after the operator has died', { timeout: 1_800_000 }, async () => {
  const scenario = bed.scenario(undefined, scaled(1, { storage: { whenDeleted: 'Delete' }, tls: { mode: 'Enabled' } }), { end, explain });
  for (const write of isFull ? Array.from({ length: 40 }, (_, at) => at + 1) : [2, 5, 14, 22]) {
    const namespace = await dieAt(scenario, { write, when: 'after' });
    expect(await leftBehind(namespace), `after write ${write}`).toEqual([]);
  }
});
