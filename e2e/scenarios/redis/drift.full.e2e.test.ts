import { type Resource, resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { driverKinds } from '../../src/kinds.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { awaitServices, dataPods, masterPod, podsBehind, sentinelPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-drift');
const cluster = { namespace, name: 'cart' };
const withinMs = 5_000;
let pods: readonly string[];

beforeAll(async () => {
  await applyRedis(bed, cluster, { storage: { size: '1Gi' }, networkPolicy: { mode: 'Enabled' } });
  await awaitRest(bed, cluster, 'its creation', 120_000);
  await awaitServices(bed, cluster);
  pods = await lives();
}, 150_000);

/** By their identities and restarts: the same as long as nothing was restarted. */
async function lives(): Promise<readonly string[]> {
  const all = [...(await dataPods(bed, cluster)), ...(await sentinelPods(bed, cluster))];
  return all.map(({ metadata, status }) => {
    const restarts = status?.containerStatuses?.map(({ restartCount }) => restartCount).join('+');
    return `${metadata.name} ${metadata.uid} ${restarts}`;
  });
}

async function backWithin(what: string, isBack: () => Promise<boolean>): Promise<void> {
  const startMs = performance.now();
  // Twice the promise before it is given up, so that the figure says by how much it was missed.
  await waitUntil(isBack, { what: `${what} to be put back`, timeoutMs: 2 * withinMs, intervalMs: 50 });
  const tookMs = performance.now() - startMs;
  figure(what, formatSeconds(tookMs), '5 s');
  expect(tookMs).toBeLessThanOrEqual(withinMs);
}

describe('what somebody changes by hand is put back, and no pod restarts for it', () => {
  test.for([
    ['a Service is deleted', resources.services, 'cart-redis'],
    ['a ConfigMap is deleted', resources.configMaps, 'cart-redis-config'],
    ['a disruption budget is deleted', resources.podDisruptionBudgets, 'cart-redis'],
    ['a NetworkPolicy is deleted', resources.networkPolicies, 'cart-redis'],
  ] as const)('%s', async ([what, resource, name]) => {
    const uid = (await bed.kube.get(resource, { namespace, name }))?.metadata.uid;
    await bed.kube.delete(resource, { namespace, name });
    await backWithin(what, async () => {
      const found = (await bed.kube.get(resource, { namespace, name }))?.metadata.uid;
      return found !== undefined && found !== uid;
    });
  });

  test.for<readonly [what: string, resource: Resource, name: string, patch: object]>([
    ['a selector is changed', resources.services, 'cart-redis', { spec: { selector: { 'dataservices.dev/role': 'replica' } } }],
    ['a script is taken away', resources.configMaps, 'cart-redis-config', { data: { 'start-redis.sh': null } }],
    [
      'the template of the members is changed',
      resources.statefulSets,
      'cart-redis',
      { spec: { template: { spec: { terminationGracePeriodSeconds: 1 } } } },
    ],
    [
      'a label of a StatefulSet is changed',
      resources.statefulSets,
      'cart-redis-sentinel',
      { metadata: { labels: { 'app.kubernetes.io/component': 'x' } } },
    ],
  ])('%s', async ([what, resource, name, patch]) => {
    const essence = async () => {
      const { metadata, spec, data } = (await bed.kube.get(resource, { namespace, name })) as {
        readonly metadata: { readonly labels?: object };
        readonly spec?: object;
        readonly data?: object;
      };
      return JSON.stringify([metadata.labels, spec, data]);
    };
    const before = await essence();
    await bed.kube.mergePatch(resource, { namespace, name }, patch);
    await backWithin(what, async () => (await essence()) === before);
  });

  test('the role label of the master is taken away', async () => {
    const { name } = (await masterPod(bed, cluster)).metadata;
    await bed.kube.mergePatch(resources.pods, { namespace, name }, { metadata: { labels: { 'dataservices.dev/role': null } } });
    await backWithin(
      'the role label of the master is taken away',
      async () => (await podsBehind(bed, namespace, 'cart-redis')).join() === name,
    );
  });

  test('an endpoint is taken away', async () => {
    const { name } = (await masterPod(bed, cluster)).metadata;
    const labelSelector = 'kubernetes.io/service-name=cart-redis';
    for (const { metadata } of (await bed.kube.list(driverKinds.endpointSlices, { namespace, labelSelector })).items)
      await bed.kube.delete(driverKinds.endpointSlices, { namespace, name: metadata.name });
    await backWithin('an endpoint is taken away', async () => (await podsBehind(bed, namespace, 'cart-redis')).join() === name);
  });

  test('and everything is as it was', async () => {
    await awaitRest(bed, cluster, 'what was done by hand');
    await awaitServices(bed, cluster);
    expect(await lives()).toEqual(pods);
  });
});
