import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { failureOf, type Given } from './kube-contract-given.ts';
import { sampleConfigMap, samplePod, samplePodDisruptionBudget } from './samples.ts';

/** What takes objects away, and what keeps it from that. */
export function describeRemovals(given: Given): void {
  describeDeletion(given);
  describeEviction(given);
}

function describeDeletion(given: Given): void {
  test('delete tells absent from deleted and honours uid and resourceVersion', async () => {
    const { kube, at } = given();
    const { metadata } = await kube.create(resources.configMaps, sampleConfigMap(at));
    const { metadata: newer } = await kube.mergePatch(resources.configMaps, at, { data: { a: '1' } });
    const { uid } = metadata;
    for (const precondition of [
      { uid: 'another' },
      { resourceVersion: metadata.resourceVersion },
      { uid, resourceVersion: metadata.resourceVersion },
      { uid: 'another', resourceVersion: newer.resourceVersion },
    ]) {
      expect(await failureOf(kube.delete(resources.configMaps, at, precondition))).toEqual({ code: 'Conflict', status: 409 });
    }
    expect(await kube.delete(resources.configMaps, at, { uid, resourceVersion: newer.resourceVersion })).toBe('deleted');
    expect(await kube.delete(resources.configMaps, at)).toBe('absent');
    expect(await kube.delete(resources.configMaps, at, { uid })).toBe('absent');
  });

  test('an object with a finalizer stays until that is removed', async () => {
    const { kube, at } = given();
    const wanted = sampleConfigMap(at);
    await kube.create(resources.configMaps, { ...wanted, metadata: { ...wanted.metadata, finalizers: ['dataservices.dev/test'] } });
    expect(await kube.delete(resources.configMaps, at)).toBe('deleted');
    expect((await kube.get(resources.configMaps, at))?.metadata.deletionTimestamp).toBeDefined();
    await kube.mergePatch(resources.configMaps, at, { metadata: { finalizers: null } });
    expect(await kube.get(resources.configMaps, at)).toBeUndefined();
  });
}

function describeEviction(given: Given): void {
  test('evict honours budgets', async () => {
    const { kube, at } = given();
    expect(await kube.evict(at)).toBe('absent');
    await kube.create(resources.pods, samplePod(at));
    // A running pod is protected; its budget's status has not been computed, so it allows nothing.
    await kube.applyStatus(resources.pods, runningStatus(at), { fieldManager: 'kubelet' });
    await kube.create(resources.podDisruptionBudgets, {
      ...samplePodDisruptionBudget(at),
      spec: { maxUnavailable: 0, selector: { matchLabels: { app: at.name } } },
    } as never);
    expect(await kube.evict(at)).toBe('refused');
    await kube.delete(resources.podDisruptionBudgets, at);
    const before = await kube.get(resources.pods, at);
    const { metadata } = await kube.mergePatch(resources.pods, at, { metadata: { labels: { a: 'b' } } });
    expect(await failureOf(kube.evict(at, { uid: 'another' }))).toEqual({ code: 'Conflict', status: 409 });
    const stale = { uid: metadata.uid, resourceVersion: before?.metadata.resourceVersion ?? '' };
    expect(await failureOf(kube.evict(at, stale))).toEqual({ code: 'Conflict', status: 409 });
    expect(await kube.evict(at, { uid: metadata.uid, resourceVersion: metadata.resourceVersion })).toBe('evicted');
  });
}

function runningStatus(at: { readonly namespace: string; readonly name: string }) {
  const conditions = [{ type: 'Ready', status: 'True' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: at, status: { phase: 'Running', conditions } };
}
