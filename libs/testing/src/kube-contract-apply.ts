import { applyIfNeeded, applyStatusIfNeeded, isAlreadyApplied, resourceOf, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { changes } from './kube-contract-changes.ts';
import { type ConfigMap, failureOf, type Given } from './kube-contract-given.ts';
import { sampleConfigMap, sampleNetworkPolicy, samplePod, samplePodDisruptionBudget, sampleService, sampleStatefulSet } from './samples.ts';

const fieldManager = 'dataservices-test';
type Pod = StoredObject & { readonly status?: { readonly phase?: string } };
type Budget = StoredObject & { readonly status?: { readonly conditions?: readonly unknown[] } };
const samples = { sampleConfigMap, sampleService, samplePodDisruptionBudget, sampleNetworkPolicy, sampleStatefulSet };

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

  test.for(changes)('%s is one apply, which does it', async ([_title, sample, change, difference]) => {
    const { kube, at } = given();
    const before = sample(at);
    const resource = resourceOf(before);
    const { object: live } = await applyIfNeeded(kube, resource, undefined, before, { fieldManager });
    const desired = change(before);
    const applied = await applyIfNeeded(kube, resource, live, desired, { fieldManager });
    expect(applied.difference).toBe(difference);
    expect(applied.object.metadata.resourceVersion).not.toBe(live.metadata.resourceVersion);
    const after = await kube.get<StoredObject>(resource, at);
    expect(await applyIfNeeded(kube, resource, after, desired, { fieldManager })).toEqual({ object: after });
    // Nothing of the old intent is left that the new one lacks.
    expect(after !== undefined && isAlreadyApplied(after, before, fieldManager)).toBe(false);
  });

  describeSharing(given);
  describeStatusApply(given);
  describeStatusPreconditions(given);
}

function describeSharing(given: Given): void {
  test('what others add is left alone, what they change is taken back', async () => {
    const { kube, at } = given();
    const desired = sampleConfigMap(at, { a: '1' });
    await kube.apply(resources.configMaps, desired, { fieldManager });
    const extended = await kube.mergePatch<StoredObject>(resources.configMaps, at, {
      metadata: { labels: { theirs: 'x' } },
      data: { b: '2' },
    });
    expect(await applyIfNeeded(kube, resources.configMaps, extended, desired, { fieldManager })).toEqual({ object: extended });
    const changedByOthers = await kube.mergePatch<ConfigMap>(resources.configMaps, at, { data: { a: 'x' } });
    const repaired = await applyIfNeeded(kube, resources.configMaps, changedByOthers, desired, { fieldManager });
    expect([repaired.difference, repaired.object.data]).toEqual(['data.a', { a: '1', b: '2' }]);
  });

  test('an apply with the uid of an object that is gone makes none', async () => {
    const { kube, at } = given();
    const desired = sampleConfigMap(at);
    const attempt = kube.apply(resources.configMaps, { ...desired, metadata: { ...desired.metadata, uid: 'gone' } }, { fieldManager });
    await expect(attempt).rejects.toMatchObject({ code: 'Conflict' });
    expect(await kube.get(resources.configMaps, at)).toBeUndefined();
  });

  test('an apply honours uid and resourceVersion of what is there', async () => {
    const { kube, at } = given();
    const desired = sampleConfigMap(at, { a: '1' });
    const { metadata } = await kube.apply(resources.configMaps, desired, { fieldManager });
    const { metadata: newer } = await kube.mergePatch(resources.configMaps, at, { data: { b: '2' } });
    const applyAs = (identity: object) =>
      kube.apply<ConfigMap>(
        resources.configMaps,
        { ...sampleConfigMap(at, { a: '3' }), metadata: { ...desired.metadata, ...identity } },
        { fieldManager },
      );
    expect(await failureOf(applyAs({ uid: 'another' }))).toEqual({ code: 'Conflict', status: 409 });
    expect(await failureOf(applyAs({ resourceVersion: metadata.resourceVersion }))).toEqual({ code: 'Conflict', status: 409 });
    expect((await applyAs({ uid: metadata.uid, resourceVersion: newer.resourceVersion })).data).toEqual({ a: '3', b: '2' });
  });
}

function describeStatusApply(given: Given): void {
  test('status is its own: it is applied, compared and shrunk apart from the rest', async () => {
    const { kube, at } = given();
    const desired = samplePodDisruptionBudget(at);
    const created = await kube.apply<Budget>(resources.podDisruptionBudgets, desired, { fieldManager });
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
    expect([shrunk.difference, shrunk.object.status?.conditions]).toEqual(['status.conditions (no longer wanted)', undefined]);
    expect(await applyIfNeeded(kube, resources.podDisruptionBudgets, shrunk.object, desired, { fieldManager })).toEqual({
      object: shrunk.object,
    });
  });
}

function describeStatusPreconditions(given: Given): void {
  test('a status apply honours uid and resourceVersion, and makes no object', async () => {
    const { kube, at } = given();
    const statusAs = (identity: object) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...at, ...identity },
      status: { phase: 'Running' },
    });
    const apply = (identity: object) => kube.applyStatus<Pod>(resources.pods, statusAs(identity), { fieldManager });
    expect((await failureOf(apply({}))).code).toBe('NotFound');
    const { metadata } = await kube.create(resources.pods, samplePod(at));
    const { metadata: newer } = await kube.mergePatch(resources.pods, at, { metadata: { labels: { a: 'b' } } });
    expect(await failureOf(apply({ uid: 'another' }))).toEqual({ code: 'Conflict', status: 409 });
    expect(await failureOf(apply({ resourceVersion: metadata.resourceVersion }))).toEqual({ code: 'Conflict', status: 409 });
    expect((await apply({ uid: metadata.uid, resourceVersion: newer.resourceVersion })).status?.phase).toBe('Running');
  });
}
