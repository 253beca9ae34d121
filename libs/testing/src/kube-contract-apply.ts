import { applyIfNeeded, applyStatusIfNeeded, isAlreadyApplied, KubeError, resourceOf, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import type { Given } from './kube-contract.ts';
import { sampleConfigMap, sampleNetworkPolicy, samplePodDisruptionBudget, sampleService, sampleStatefulSet } from './samples.ts';

const fieldManager = 'dataservices-test';
const samples = { sampleConfigMap, sampleService, samplePodDisruptionBudget, sampleNetworkPolicy, sampleStatefulSet };

type Change = (object: Draft) => void;
// biome-ignore lint/suspicious/noExplicitAny: the changes below reach into objects of five kinds
type Draft = any;

function changed<T extends KubeObject>(object: T, change: Change): T {
  const draft = structuredClone(object);
  change(draft);
  return draft;
}

/** Server-side apply and its shortcut, which must send nothing exactly where sending would change nothing. */
export function describeApplyContract(given: Given): void {
  test.for(Object.entries(samples))('a second apply of %s is skipped', async ([_name, sample]) => {
    const { kube, at } = given();
    const desired = sample(at);
    const resource = resourceOf(desired);
    const first = await applyIfNeeded(kube, resource, undefined, desired, { fieldManager });
    expect(first.difference).toBe('absent');
    const live = await kube.get<StoredObject>(resource, at);
    const second = await applyIfNeeded(kube, resource, live, desired, { fieldManager });
    expect(second).toEqual({ object: live });
    // And an apply all the same changes nothing: the shortcut and the server agree.
    const forced = await kube.apply(resource, desired, { fieldManager });
    expect(forced.metadata.resourceVersion).toBe(live?.metadata.resourceVersion);
  });

  test.for<[string, (at: { namespace: string; name: string }) => KubeObject, Change, string]>([
    ['a removed label', sampleConfigMap, (o) => delete o.metadata.labels.tier, 'metadata.labels.tier (no longer wanted)'],
    ['a removed key of data', (at) => sampleConfigMap(at, { a: '1', b: '2' }), (o) => delete o.data.b, 'data.b (no longer wanted)'],
    ['all labels removed', sampleConfigMap, (o) => delete o.metadata.labels, 'metadata.labels (no longer wanted)'],
    ['a removed part of an atomic selector', sampleService, (o) => delete o.spec.selector.role, 'spec.selector'],
    ['a removed port', sampleService, (o) => o.spec.ports.pop(), 'spec.ports[{"port":26379,"protocol":"TCP"}] (no longer wanted)'],
    ['a removed annotation', sampleService, (o) => delete o.metadata.annotations, 'metadata.annotations (no longer wanted)'],
    [
      'a removed budget policy',
      samplePodDisruptionBudget,
      (o) => delete o.spec.unhealthyPodEvictionPolicy,
      'spec.unhealthyPodEvictionPolicy (no longer wanted)',
    ],
    ['a narrowed peer', sampleNetworkPolicy, (o) => o.spec.ingress[0].from.pop(), 'spec.ingress'],
    ['a widened peer', sampleNetworkPolicy, (o) => (o.spec.ingress[0].from[1].namespaceSelector = {}), 'spec.ingress'],
    ['a changed number', sampleStatefulSet, (o) => (o.spec.replicas = 5), 'spec.replicas'],
    [
      'a removed toleration',
      sampleStatefulSet,
      (o) => delete o.spec.template.spec.tolerations,
      'spec.template.spec.tolerations (no longer wanted)',
    ],
    [
      'a removed field of an atomic item',
      sampleStatefulSet,
      (o) => delete o.spec.template.spec.tolerations[0].tolerationSeconds,
      'spec.template.spec.tolerations',
    ],
    [
      'a removed environment variable',
      sampleStatefulSet,
      (o) => o.spec.template.spec.containers[0].env.pop(),
      'spec.template.spec.containers[{"name":"redis"}].env[{"name":"PASSWORD"}] (no longer wanted)',
    ],
    [
      'a changed quantity',
      sampleStatefulSet,
      (o) => (o.spec.template.spec.containers[0].resources.limits.memory = '2Gi'),
      'spec.template.spec.containers[{"name":"redis"}].resources.limits.memory',
    ],
    [
      'an added container',
      sampleStatefulSet,
      (o) => o.spec.template.spec.containers.push({ name: 'exporter', image: 'x' }),
      'spec.template.spec.containers[] (not owned)',
    ],
  ])('%s is one apply, which does it', async ([_title, sample, change, difference]) => {
    const { kube, at } = given();
    const before = sample(at);
    const resource = resourceOf(before);
    const { object: live } = await applyIfNeeded(kube, resource, undefined, before, { fieldManager });
    const desired = changed(before, change);
    const applied = await applyIfNeeded(kube, resource, live, desired, { fieldManager });
    expect(applied.difference).toBe(difference);
    expect(applied.object.metadata.resourceVersion).not.toBe(live.metadata.resourceVersion);
    const after = await kube.get<StoredObject>(resource, at);
    expect(await applyIfNeeded(kube, resource, after, desired, { fieldManager })).toEqual({ object: after });
    // Nothing of the old intent is left that the new one lacks.
    expect(after !== undefined && isAlreadyApplied(after, before, fieldManager)).toBe(false);
  });

  test('what others add is left alone, what they change is taken back', async () => {
    const { kube, at } = given();
    const desired = sampleConfigMap(at, { a: '1' });
    await kube.apply(resources.configMaps, desired, { fieldManager });
    const extended = await kube.mergePatch<StoredObject>(resources.configMaps, at, {
      metadata: { labels: { theirs: 'x' } },
      data: { b: '2' },
    });
    expect(await applyIfNeeded(kube, resources.configMaps, extended, desired, { fieldManager })).toEqual({ object: extended });
    const changedByOthers = await kube.mergePatch<StoredObject>(resources.configMaps, at, { data: { a: 'x' } });
    const repaired = await applyIfNeeded(kube, resources.configMaps, changedByOthers, desired, { fieldManager });
    expect([repaired.difference, (repaired.object as Draft).data]).toEqual(['data.a', { a: '1', b: '2' }]);
  });

  test('without force, a field of another manager is a conflict that names the manager', async () => {
    const { kube, at } = given();
    await kube.apply(resources.configMaps, sampleConfigMap(at, { a: '1' }), { fieldManager: 'first' });
    const attempt = kube.apply(resources.configMaps, sampleConfigMap(at, { a: '2' }), { fieldManager: 'second', force: false });
    const error = await attempt.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(KubeError);
    expect((error as KubeError).code).toBe('Conflict');
    expect((error as KubeError).message).toContain('conflict with "first"');
    const taken = await kube.apply(resources.configMaps, sampleConfigMap(at, { a: '2' }), { fieldManager: 'second' });
    expect((taken as Draft).data).toEqual({ a: '2' });
  });

  test('an apply with the uid of an object that is gone makes none', async () => {
    const { kube, at } = given();
    const desired = sampleConfigMap(at);
    const attempt = kube.apply(resources.configMaps, { ...desired, metadata: { ...desired.metadata, uid: 'gone' } }, { fieldManager });
    await expect(attempt).rejects.toMatchObject({ code: 'Conflict' });
    expect(await kube.get(resources.configMaps, at)).toBeUndefined();
  });

  test('status is its own: it is applied, compared and shrunk apart from the rest', async () => {
    const { kube, at } = given();
    const desired = samplePodDisruptionBudget(at);
    const created = await kube.apply<StoredObject>(resources.podDisruptionBudgets, desired, { fieldManager });
    const status = (fields: object) => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: at,
      status: { currentHealthy: 1, desiredHealthy: 2, disruptionsAllowed: 0, expectedPods: 3, ...fields },
    });
    const ready = { type: 'Ready', status: 'True', reason: 'AllWell', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' };
    const first = await applyStatusIfNeeded(
      kube,
      resources.podDisruptionBudgets,
      created,
      status({ observedGeneration: 1, conditions: [ready] }),
      { fieldManager },
    );
    expect(first.difference).toBe('managedFields of dataservices-test');
    expect(first.object.metadata.generation).toBe(1);
    const again = await applyStatusIfNeeded(
      kube,
      resources.podDisruptionBudgets,
      first.object,
      status({ observedGeneration: 1, conditions: [ready] }),
      { fieldManager },
    );
    expect(again.difference).toBeUndefined();
    const shrunk = await applyStatusIfNeeded(kube, resources.podDisruptionBudgets, first.object, status({ observedGeneration: 1 }), {
      fieldManager,
    });
    expect([shrunk.difference, (shrunk.object as Draft).status.conditions]).toEqual(['status.conditions (no longer wanted)', undefined]);
    expect(await applyIfNeeded(kube, resources.podDisruptionBudgets, shrunk.object, desired, { fieldManager })).toEqual({
      object: shrunk.object,
    });
  });
}
