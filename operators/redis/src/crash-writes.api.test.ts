import { buildCrd, type RedisClusterSpecInput, redisClusterKind } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import { annotationKeys, type StoredObject } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import { type Asked, crashBetweenWrites, dieAt, everyCrash, type RunningOperator, testSecrets, useCrashBed } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import { addRedisController } from './controller.ts';
import { type SimulatedRedis, simulatedRedis } from './testing/simulated-redis.ts';

type Cluster = StoredObject & {
  readonly status?: {
    readonly clusterId?: string;
    readonly leader?: string;
    readonly journal?: object;
    readonly operation?: { readonly message?: string };
    readonly requests?: readonly { readonly state: string }[];
  };
};

const bed = useCrashBed({
  userAgent: 'dataservices-redis',
  crd: buildCrd(redisClusterKind),
  resource: resources.redisClusters,
  operator,
  chartName: 'redis',
});
const services = new Map<string, SimulatedRedis>();

/** What the servers of a namespace are outlives the operator. */
function serviceOf(namespace: string): SimulatedRedis {
  const service = services.get(namespace) ?? simulatedRedis(3);
  services.set(namespace, service);
  return service;
}

function operator(kube: Kube, namespace: string, write: (line: string) => void = () => {}): RunningOperator {
  const manager = testManager({ name: 'redis', kube, namespace, logger: createLogger({ level: 'debug', write }) });
  addRedisController(manager, { clusterDomain: 'cluster.local' }, () => serviceOf(namespace).port);
  return manager;
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
    objects: await bed.objects(namespace),
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

/** Each has a namespace of its own, and waits for most of its time. */
const together = { timeout: 1_800_000, concurrent: true };

describe('whichever write the operator dies at, it comes to the same end', together, () => {
  test.for([
    ['make', undefined, scaled(3), 23, 'cart-redis-0'],
    ['grow', scaled(3), scaled(5), 23, 'cart-redis-0'],
    ['shrink', scaled(5), scaled(3), 23, 'cart-redis-0'],
    ['switch', scaled(3), switched, 23, 'cart-redis-1'],
    ['roll', scaled(3), scaled(3, { image: 'redis:8.0.3' }), 61, expect.stringMatching(/cart-redis-[12]/)],
  ] as const)('%s', async ([, before, after, step, leader]) => {
    const { tried, end: reference } = await crashBetweenWrites(bed.scenario(before, after, { end, explain, isDone }), everyCrash(step));
    expect(tried).toBeGreaterThan(0);
    expect(reference).toMatchObject({ timesFounded: 1, isIdentityOfData: true, isJournalOpen: false, leader });
  });
});

describe('whichever write the operator dies at while storage.whenDeleted changes, the deletion does as it says', together, () => {
  const [kept, deleted] = (['Retain', 'Delete'] as const).map((whenDeleted) => scaled(1, { storage: { whenDeleted } })) as [Asked, Asked];
  const volumeAndSecrets = ['PersistentVolumeClaim data-cart-redis-0', 'Secret cart-redis-auth', 'Secret cart-redis-internal'];

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

test('what is to go with the cluster goes, whenever it is deleted after the operator has died', together, async () => {
  const scenario = bed.scenario(undefined, scaled(1, { storage: { whenDeleted: 'Delete' }, tls: { mode: 'Enabled' } }), { end, explain });
  const isFull = process.env.DATASERVICES_E2E_TIER === 'full';
  for (const write of isFull ? Array.from({ length: 40 }, (_, at) => at + 1) : [2, 5, 14, 22]) {
    const namespace = await dieAt(scenario, { write, when: 'after' });
    expect(await bed.leftBehind(namespace), `after write ${write}`).toEqual([]);
  }
});

const permissions = ['+@read', '~*'];
const mine = { name: 'mine', secretName: 'mine', permissions };
const mineOnly = scaled(3, { users: [mine], auth: { secretName: 'mine' } });

/** The servers here never take new internal passwords: their change stays open, and old and new ones are in their Secret. */
async function isDoneOrOpen(namespace: string): Promise<boolean> {
  const { metadata, status } = (await bed.read<Cluster>(namespace)) ?? {};
  if (metadata?.annotations?.[annotationKeys.rotatePasswords] === undefined) return isDone(namespace);
  return status?.operation?.message?.endsWith('to use the new internal passwords') === true;
}

testSecrets(bed, {
  steps: [
    scaled(3, { users: [{ name: 'reports', permissions }, mine] }),
    mineOnly,
    { ...mineOnly, annotations: { [annotationKeys.rotatePasswords]: 't1' } },
  ],
  isDone: isDoneOrOpen,
  secrets: ['auth', 'auth-reports']
    .map((name) => `password of Secret cart-redis-${name}`)
    .concat('operator-password-next of Secret cart-redis-internal'),
});
