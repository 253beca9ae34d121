import { connect, isKubeError, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { installCrd, testNamespace } from '@dataservices/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { arbitraryFromSchema, withoutTiedFields } from '../test/arbitrary-from-schema.ts';
import { badSpecs, goodSpecs, refusedSettings } from '../test/redis-cluster-cases.ts';
import { buildCrd } from './crd.ts';
import { parseRedisCluster } from './parse-redis-cluster.ts';
import type { RedisCluster } from './redis-cluster.ts';
import { redisClusterKind } from './redis-cluster-kind.ts';

const fieldManager = 'api-test';
const crd = buildCrd(redisClusterKind);

let kube: KubeClient;
let namespace = '';
let created = 0;

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: fieldManager });
  await installCrd(kube, crd);
  namespace = await testNamespace(kube, 'api');
});

afterAll(() => kube?.close());

function redisCluster(name: string, spec?: object) {
  return {
    apiVersion: 'dataservices.dev/v1alpha1',
    kind: 'RedisCluster',
    metadata: { name, namespace },
    ...(spec === undefined ? {} : { spec }),
  };
}

/** The stored object, or the server's refusal as text. Nothing of it is left behind. */
async function admit(spec?: object, name = `case-${created++}`): Promise<RedisCluster | string> {
  try {
    const stored = await kube.create<RedisCluster>(resources.redisClusters, redisCluster(name, spec));
    await kube.delete(resources.redisClusters, stored.metadata);
    return stored;
  } catch (error) {
    if (isKubeError(error, 'Invalid')) return error.message;
    throw error;
  }
}

async function refusal(change: Promise<unknown>): Promise<string> {
  try {
    await change;
  } catch (error) {
    if (isKubeError(error, 'Invalid')) return error.message;
    throw error;
  }
  return 'accepted';
}

test.for([[undefined], [{}]])('spec %j becomes a whole cluster, with the same defaults here and at the operator', async ([spec]) => {
  const stored = await admit(spec);
  expect(stored).toMatchObject({ spec: { replicas: 3, version: '8.0.2', sentinel: { replicas: 3 } }, status: { observedGeneration: -1 } });
  const parsed = parseRedisCluster(stored);
  expect(parsed.ok ? parsed.value : parsed.message).toEqual(stored);
  expect(parseRedisCluster({ ...(stored as RedisCluster), spec: undefined, status: undefined })).toEqual(parsed);
});

test.for(goodSpecs)('both accept %s', async ([, spec]) => {
  const stored = await admit(spec);
  expect(stored).toMatchObject({ metadata: { namespace } });
  expect(parseRedisCluster(stored)).toMatchObject({ ok: true });
});

test.for([...badSpecs, ...refusedSettings])('both refuse %s and name the field', async ([, spec, field]) => {
  expect(await admit(spec)).toContain(field);
  const metadata = { name: 'cart', namespace, uid: 'c0ffee', resourceVersion: '1', generation: 1 };
  expect(parseRedisCluster({ ...redisCluster('cart', spec), metadata })).toMatchObject({
    ok: false,
    message: expect.stringContaining(field),
  });
});

test.for(['1cart', 'my.cart', 'c'.repeat(41), 'c'.repeat(63), 'c'.repeat(253)])('both refuse the name %s', async (name) => {
  expect(await admit({}, name)).toContain('metadata.name must be');
});

test('a name of 40 characters is accepted', async () => {
  expect(await admit({}, 'c'.repeat(40))).toMatchObject({ metadata: { namespace } });
});

test('what the schema allows is stored whole: nothing is pruned', async () => {
  const schema = crd.spec.versions[0]?.schema.openAPIV3Schema.properties?.spec ?? {};
  const property = fc.asyncProperty(arbitraryFromSchema(schema), async (random) => {
    const spec = withoutTiedFields(random);
    expect(await admit(spec)).toMatchObject({ spec });
  });
  await fc.assert(property, { seed: 20_261_122, numRuns: 50 });
});

test.for([
  ['storage.className added', {}, { storage: { className: 'fast' } }, 'spec.storage.className'],
  ['storage.className changed', { storage: { className: 'fast' } }, { storage: { className: 'slow' } }, 'spec.storage.className'],
  ['storage.className removed', { storage: { className: 'fast' } }, { storage: { className: null } }, 'spec.storage.className'],
  ['storage.ephemeral', { storage: { ephemeral: true } }, { storage: { ephemeral: false } }, 'spec.storage.ephemeral'],
  ['tls.mode', { tls: { mode: 'Enabled' } }, { tls: { mode: 'Disabled' } }, 'spec.tls.mode'],
  ['tls.mode switched on', {}, { tls: { mode: 'Enabled' } }, 'spec.tls.mode'],
  ['sentinel.masterName', { sentinel: { masterName: 'one' } }, { sentinel: { masterName: 'two' } }, 'spec.sentinel.masterName'],
  [
    'service.loadBalancerClass',
    { service: { type: 'LoadBalancer', loadBalancerClass: 'a.b/c' } },
    { service: { loadBalancerClass: 'd.e/f' } },
    'spec.service.loadBalancerClass',
  ],
] as const)('refuses a change of %s and says what to do', async ([, before, change, field], { onTestFinished }) => {
  const ref = { name: `immutable-${created++}`, namespace };
  await kube.create(resources.redisClusters, redisCluster(ref.name, before));
  onTestFinished(async () => void (await kube.delete(resources.redisClusters, ref)));
  const message = await refusal(kube.mergePatch(resources.redisClusters, ref, { spec: change }));
  expect(message).toContain(field);
  expect(message).toMatch(/cannot be changed.*: (make|clients|set)/);
});

test('a typo can be taken back: size and version may go down', async ({ onTestFinished }) => {
  const ref = { name: 'typo', namespace };
  await kube.create(resources.redisClusters, redisCluster(ref.name, { version: '8.0.3', storage: { size: '100Gi' } }));
  onTestFinished(async () => void (await kube.delete(resources.redisClusters, ref)));
  const changed = await kube.mergePatch(resources.redisClusters, ref, { spec: { version: '8.0.2', storage: { size: '10Gi' } } });
  expect(changed).toMatchObject({ spec: { version: '8.0.2', storage: { size: '10Gi' } } });
});

test('the scale subresource takes every size from 0 to 100, whatever the other fields say', async ({ onTestFinished }) => {
  const ref = { name: 'scaled', namespace };
  await kube.create(resources.redisClusters, redisCluster(ref.name, { durability: { minReplicasToWrite: 2 } }));
  onTestFinished(async () => void (await kube.delete(resources.redisClusters, ref)));
  // The client has no call of its own for a subresource; seen as an object, it is one called scale below the cluster.
  const scale: Resource = { ...resources.redisClusters, plural: `redisclusters/${ref.name}` };
  const scaleTo = (replicas: number) => kube.mergePatch<StoredObject>(scale, { name: 'scale', namespace }, { spec: { replicas } });
  for (const replicas of [0, 1, 2, 100]) {
    await scaleTo(replicas);
    expect(await kube.get(resources.redisClusters, ref)).toMatchObject({ spec: { replicas } });
  }
  for (const replicas of [101, -1]) expect(await refusal(scaleTo(replicas))).toContain('replicas');
  expect(await kube.get(resources.redisClusters, ref)).toMatchObject({ spec: { replicas: 100 } });
});

test('the status that the scale subresource reports is what the operator applied', async ({ onTestFinished }) => {
  const ref = { name: 'status', namespace };
  await kube.create(resources.redisClusters, redisCluster(ref.name));
  onTestFinished(async () => void (await kube.delete(resources.redisClusters, ref)));
  const status = {
    observedGeneration: 1,
    replicas: 3,
    readyReplicas: 2,
    selector: 'app.kubernetes.io/name=redis',
    members: [{ name: 'a', role: 'master' }],
  };
  const intent = { ...redisCluster(ref.name), status };
  const stored = await kube.applyStatus(resources.redisClusters, intent, { fieldManager });
  expect(stored).toMatchObject({ status });
  const scale: Resource = { ...resources.redisClusters, plural: `redisclusters/${ref.name}` };
  expect(await kube.get(scale, { name: 'scale', namespace })).toMatchObject({ status: { replicas: 3, selector: status.selector } });
});
