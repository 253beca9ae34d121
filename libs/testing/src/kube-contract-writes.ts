import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { type ConfigMap, failureOf, type Given } from './kube-contract-given.ts';
import { sampleConfigMap, sampleStatefulSet } from './samples.ts';

/** Plain writes: create, update, merge patch, and what they are conditional on. */
export function describeWrites(given: Given): void {
  describePreconditions(given);
  describeMergePatch(given);
}

function describePreconditions(given: Given): void {
  test('create refuses what is there', async () => {
    const { kube, at } = given();
    await kube.create(resources.configMaps, sampleConfigMap(at));
    expect(await failureOf(kube.create(resources.configMaps, sampleConfigMap(at)))).toEqual({ code: 'AlreadyExists', status: 409 });
  });

  test('update needs the current version', async () => {
    const { kube, at } = given();
    const first = await kube.create<ConfigMap>(resources.configMaps, sampleConfigMap(at));
    const second = await kube.update<ConfigMap>(resources.configMaps, { ...first, data: { a: '1' } } as ConfigMap);
    expect(second.data).toEqual({ a: '1' });
    expect(await failureOf(kube.update(resources.configMaps, { ...first, data: { a: '2' } } as ConfigMap))).toEqual({
      code: 'Conflict',
      status: 409,
    });
    const foreign = { ...second, metadata: { ...second.metadata, uid: 'another' } };
    expect(await failureOf(kube.update(resources.configMaps, foreign))).toEqual({ code: 'Conflict', status: 409 });
  });

  test('a merge patch of nothing is NotFound', async () => {
    const { kube, at } = given();
    expect((await failureOf(kube.mergePatch(resources.configMaps, at, { data: { a: '1' } }))).code).toBe('NotFound');
  });
}

function describeMergePatch(given: Given): void {
  test('merge patch sets and removes, and honours uid and resourceVersion', async () => {
    const { kube, at } = given();
    const { metadata } = await kube.create<ConfigMap>(resources.configMaps, sampleConfigMap(at, { a: '1', b: '2' }));
    const patched = await kube.mergePatch<ConfigMap>(resources.configMaps, at, {
      metadata: { uid: metadata.uid },
      data: { a: null, c: '3' },
    });
    expect(patched.data).toEqual({ b: '2', c: '3' });
    const stale = { metadata: { resourceVersion: metadata.resourceVersion }, data: { d: '4' } };
    expect(await failureOf(kube.mergePatch(resources.configMaps, at, stale))).toEqual({ code: 'Conflict', status: 409 });
    const foreign = { metadata: { uid: 'another' }, data: { d: '4' } };
    expect(await failureOf(kube.mergePatch(resources.configMaps, at, foreign))).toEqual({ code: 'Conflict', status: 409 });
  });

  test('the generation counts changes of what is asked for, not of labels or status', async () => {
    const { kube, at } = given();
    const first = await kube.create(resources.statefulSets, sampleStatefulSet(at));
    const labelled = await kube.mergePatch(resources.statefulSets, at, { metadata: { labels: { a: 'b' } } });
    const scaled = await kube.mergePatch(resources.statefulSets, at, { spec: { replicas: 5 } });
    expect([first, labelled, scaled].map(({ metadata }) => metadata.generation)).toEqual([1, 1, 2]);
  });
}
