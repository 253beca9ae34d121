import { type FieldConflict, resourceOf, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { type ConfigMap, errorOf, type Given } from './kube-contract-given.ts';
import { sampleConfigMap, samplePodDisruptionBudget, sampleService, sampleStatefulSet } from './samples.ts';

type At = { readonly namespace: string; readonly name: string };
type Change = (object: KubeObject) => KubeObject;

// Not the whole object: what the server wrote otherwise, such as quantities, would be in conflict too.
const onlySpec =
  (spec: object): Change =>
  ({ apiVersion, kind, metadata: { name, namespace = '' } }) =>
    ({ apiVersion, kind, metadata: { name, namespace }, spec }) as KubeObject;
const withSpec =
  (change: object): Change =>
  (object) =>
    ({ ...object, spec: { ...(object as { spec?: object }).spec, ...change } }) as KubeObject;
const withMetadata =
  (change: object): Change =>
  (object) => ({ ...object, metadata: { ...object.metadata, ...change } });

const cases: readonly (readonly [string, (at: At) => KubeObject, Change, readonly string[]])[] = [
  ['a number', sampleStatefulSet, onlySpec({ replicas: 5 }), ['.spec.replicas']],
  [
    'an image',
    sampleStatefulSet,
    onlySpec({ template: { spec: { containers: [{ name: 'redis', image: 'x' }] } } }),
    ['.spec.template.spec.containers[name="redis"].image'],
  ],
  ['a key of data', sampleConfigMap, (object) => ({ ...object, data: { 'redis.conf': 'x' } }) as KubeObject, ['.data.redis.conf']],
  [
    'a label and another',
    sampleConfigMap,
    withMetadata({ labels: { app: 'x', tier: 'y' } }),
    ['.metadata.labels.app', '.metadata.labels.tier'],
  ],
  ['an atomic selector', sampleService, withSpec({ selector: { app: 'x' } }), ['.spec.selector']],
  [
    'a field of a keyed item',
    sampleService,
    withSpec({ ports: [{ name: 'other', port: 6379 }] }),
    ['.spec.ports[port=6379,protocol="TCP"].name'],
  ],
];

/** What is told of fields that belong to somebody else. */
export function describeConflicts(given: Given): void {
  test.for(cases)(
    'without force, %s of another manager is a conflict that names manager and field',
    async ([_title, sample, change, fields]) => {
      const { kube, at } = given();
      const theirs = sample(at);
      await kube.apply(resourceOf(theirs), theirs, { fieldManager: 'first' });
      const error = await errorOf(kube.apply(resourceOf(theirs), change(theirs), { fieldManager: 'second', force: false }));
      expect({ code: error.code, status: error.status }).toEqual({ code: 'Conflict', status: 409 });
      expect(byField(error.conflicts)).toEqual(fields.map((field) => ({ manager: 'first', field })));
      for (const field of fields) expect(error.message).toContain(`${field} (of first)`);
      const taken = await kube.apply(resourceOf(theirs), change(theirs), { fieldManager: 'second' });
      expect(taken.metadata.managedFields?.map(({ manager }) => manager)).toContain('second');
    },
  );

  test('every manager that is in the way is named, plain writers too', async () => {
    const { kube, at } = given();
    await kube.apply(resources.configMaps, sampleConfigMap(at, { a: '1' }), { fieldManager: 'of "us"' });
    await kube.mergePatch(resources.configMaps, at, { data: { b: '2' } });
    const attempt = kube.apply(resources.configMaps, sampleConfigMap(at, { a: '3', b: '3' }), { fieldManager: 'second', force: false });
    const { conflicts } = await errorOf(attempt);
    expect(byField(conflicts)).toEqual([
      { manager: 'of "us"', field: '.data.a' },
      { manager: expect.any(String), field: '.data.b' },
    ]);
    expect((await kube.get<ConfigMap>(resources.configMaps, at))?.data).toEqual({ a: '1', b: '2' });
  });

  describeOtherConflicts(given);
}

function describeOtherConflicts(given: Given): void {
  test('a conflict in the status names the manager without its subresource', async () => {
    const { kube, at } = given();
    await kube.apply(resources.podDisruptionBudgets, samplePodDisruptionBudget(at), { fieldManager: 'first' });
    const status = (currentHealthy: number) => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: at,
      status: { currentHealthy, desiredHealthy: 2, disruptionsAllowed: 0, expectedPods: 3 },
    });
    await kube.applyStatus(resources.podDisruptionBudgets, status(1), { fieldManager: 'first' });
    const { conflicts } = await errorOf(
      kube.applyStatus(resources.podDisruptionBudgets, status(2), { fieldManager: 'second', force: false }),
    );
    expect(conflicts).toEqual([{ manager: 'first', field: '.status.currentHealthy' }]);
  });

  test('what both managers say alike is no conflict; other conflicts have no fields', async () => {
    const { kube, at } = given();
    const first = await kube.apply<ConfigMap>(resources.configMaps, sampleConfigMap(at, { a: '1' }), { fieldManager: 'first' });
    await kube.apply(resources.configMaps, sampleConfigMap(at, { a: '1', b: '2' }), { fieldManager: 'second', force: false });
    const stale = await errorOf(kube.update(resources.configMaps, first));
    expect([stale.code, stale.conflicts]).toEqual(['Conflict', []]);
  });
}

function byField(conflicts: readonly FieldConflict[]): readonly FieldConflict[] {
  return [...conflicts].sort((a, b) => (a.field < b.field ? -1 : 1));
}
