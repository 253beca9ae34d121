import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { failureOf, type Given } from './kube-contract-given.ts';
import { sampleStatefulSet } from './samples.ts';

type StatefulSet = StoredObject & { readonly spec: { readonly replicas: number; readonly serviceName: string } };

/** The scale subresource, by which somebody may change a number and nothing else. */
export function describeScale(given: Given): void {
  test('the scale of what is not there is undefined, and cannot be changed', async () => {
    const { kube, at } = given();
    expect(await kube.getScale(resources.statefulSets, at)).toBeUndefined();
    expect((await failureOf(kube.updateScale(resources.statefulSets, at, { replicas: 3 }))).code).toBe('NotFound');
  });

  test('updateScale changes the replicas and nothing else, to 0 too', async () => {
    const { kube, at } = given();
    const created = await kube.create<StatefulSet>(resources.statefulSets, sampleStatefulSet(at));
    const { uid, resourceVersion } = created.metadata;
    expect(await kube.getScale(resources.statefulSets, at)).toMatchObject({
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { ...at, uid, resourceVersion },
      spec: { replicas: 3 },
      status: { replicas: 0 },
    });
    const scale = await kube.updateScale(resources.statefulSets, at, { replicas: 0 });
    expect([scale.kind, scale.spec.replicas, scale.metadata.uid]).toEqual(['Scale', 0, uid]);
    expect((await kube.getScale(resources.statefulSets, at))?.spec.replicas).toBe(0);
    const after = await kube.get<StatefulSet>(resources.statefulSets, at);
    expect(after?.spec).toEqual({ ...created.spec, replicas: 0 });
    expect(after?.metadata).toMatchObject({ resourceVersion: scale.metadata.resourceVersion, generation: 2 });
  });

  describeScaleConditions(given);
}

function describeScaleConditions(given: Given): void {
  test('updateScale honours uid and resourceVersion', async () => {
    const { kube, at } = given();
    const { metadata } = await kube.create(resources.statefulSets, sampleStatefulSet(at));
    const { metadata: newer } = await kube.mergePatch(resources.statefulSets, at, { metadata: { labels: { a: 'b' } } });
    for (const precondition of [{ uid: 'another' }, { resourceVersion: metadata.resourceVersion }]) {
      const attempt = kube.updateScale(resources.statefulSets, at, { replicas: 5, ...precondition });
      expect(await failureOf(attempt)).toEqual({ code: 'Conflict', status: 409 });
    }
    const { uid, resourceVersion } = newer;
    expect((await kube.updateScale(resources.statefulSets, at, { replicas: 5, uid, resourceVersion })).spec.replicas).toBe(5);
  });

  test('a scale below 0 is Invalid', async () => {
    const { kube, at } = given();
    await kube.create(resources.statefulSets, sampleStatefulSet(at));
    expect(await failureOf(kube.updateScale(resources.statefulSets, at, { replicas: -1 }))).toEqual({ code: 'Invalid', status: 422 });
  });
}
