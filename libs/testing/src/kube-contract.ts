import { type Kube, KubeError, resources, type WatchEvent } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { describeApplyContract } from './kube-contract-apply.ts';
import { sampleConfigMap, samplePod, samplePodDisruptionBudget, sampleStatefulSet } from './samples.ts';
import { waitFor } from './wait-for.ts';

export type KubeContract = {
  /** Called once. The namespace must exist and be empty. */
  readonly open: () => Promise<{ readonly kube: Kube; readonly namespace: string }>;
};

type ConfigMap = StoredObject & { readonly data?: Readonly<Record<string, string>> };

let sequence = 0;

/** The same tests for every implementation of Kube, so that what passes on the fake holds on a real server. */
export function describeKubeContract(title: string, contract: KubeContract): void {
  describe(title, () => {
    let kube: Kube;
    let at: { namespace: string; name: string };
    let namespace: string;

    beforeAll(async () => {
      ({ kube, namespace } = await contract.open());
    });
    beforeEach(() => {
      sequence += 1;
      at = { namespace, name: `object-${sequence}` };
    });
    afterAll(() => kube.close());

    describeReads(() => ({ kube, at }));
    describePreconditions(() => ({ kube, at }));
    describePatches(() => ({ kube, at }));
    describeDeletion(() => ({ kube, at }));
    describeApplyContract(() => ({ kube, at }));
    describeWatch(() => ({ kube, at }));
    describeEviction(() => ({ kube, at }));
  });
}

export type Given = () => { readonly kube: Kube; readonly at: { readonly namespace: string; readonly name: string } };

async function failureOf(call: Promise<unknown>): Promise<{ code: string; status: number }> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof KubeError)) throw new Error(`expected a KubeError, got ${error}`);
  return { code: error.code, status: error.status };
}

function describeReads(given: Given): void {
  test('get is undefined for what is not there', async () => {
    const { kube, at } = given();
    expect(await kube.get(resources.configMaps, at)).toBeUndefined();
  });

  test('list finds by label and gives items a kind', async () => {
    const { kube, at } = given();
    await kube.create(resources.configMaps, sampleConfigMap(at));
    const { items, resourceVersion } = await kube.list(resources.configMaps, {
      namespace: at.namespace,
      labelSelector: `app=${at.name},tier in (data)`,
    });
    expect(items.map(({ apiVersion, kind, metadata }) => [apiVersion, kind, metadata.name])).toEqual([['v1', 'ConfigMap', at.name]]);
    expect(resourceVersion).toMatch(/^\d+$/);
  });

  test('list selects by metadata.name', async () => {
    const { kube, at } = given();
    await kube.create(resources.configMaps, sampleConfigMap(at));
    const { items } = await kube.list(resources.configMaps, { namespace: at.namespace, fieldSelector: `metadata.name=${at.name}` });
    expect(items.map(({ metadata }) => metadata.name)).toEqual([at.name]);
  });

  test('an aborted signal is the error, and nothing is sent', async () => {
    const { kube, at } = given();
    const reason = new Error('stopping');
    await expect(kube.create(resources.configMaps, sampleConfigMap(at), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await kube.get(resources.configMaps, at)).toBeUndefined();
  });
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
  });

  test('a merge patch of nothing is NotFound', async () => {
    const { kube, at } = given();
    expect((await failureOf(kube.mergePatch(resources.configMaps, at, { data: { a: '1' } }))).code).toBe('NotFound');
  });
}

function describePatches(given: Given): void {
  test('merge patch sets and removes, and honours uid and resourceVersion', async () => {
    const { kube, at } = given();
    const { metadata } = await kube.create<ConfigMap>(resources.configMaps, sampleConfigMap(at, { a: '1', b: '2' }));
    const patched = await kube.mergePatch<ConfigMap>(resources.configMaps, at, {
      metadata: { uid: metadata.uid },
      data: { a: null, c: '3' },
    });
    expect(patched.data).toEqual({ b: '2', c: '3' });
    const stale = { metadata: { resourceVersion: metadata.resourceVersion }, data: { d: '4' } };
    expect((await failureOf(kube.mergePatch(resources.configMaps, at, stale))).code).toBe('Conflict');
    const foreign = { metadata: { uid: 'another' }, data: { d: '4' } };
    expect((await failureOf(kube.mergePatch(resources.configMaps, at, foreign))).code).toBe('Conflict');
  });
}

function describeDeletion(given: Given): void {
  test('delete tells absent from deleted and honours the uid', async () => {
    const { kube, at } = given();
    const { metadata } = await kube.create(resources.configMaps, sampleConfigMap(at));
    expect((await failureOf(kube.delete(resources.configMaps, at, { uid: 'another' }))).code).toBe('Conflict');
    expect(await kube.delete(resources.configMaps, at, { uid: metadata.uid })).toBe('deleted');
    expect(await kube.delete(resources.configMaps, at)).toBe('absent');
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

  test('the generation counts changes of what is asked for, not of labels or status', async () => {
    const { kube, at } = given();
    const first = await kube.create(resources.statefulSets, sampleStatefulSet(at));
    const labelled = await kube.mergePatch(resources.statefulSets, at, { metadata: { labels: { a: 'b' } } });
    const scaled = await kube.mergePatch(resources.statefulSets, at, { spec: { replicas: 5 } });
    expect([first, labelled, scaled].map(({ metadata }) => metadata.generation)).toEqual([1, 1, 2]);
  });
}

function describeWatch(given: Given): void {
  test('a watch tells what is there, then every change, in order and with growing versions', async () => {
    const { kube, at } = given();
    await kube.create(resources.configMaps, sampleConfigMap(at, { a: '0' }));
    const events: WatchEvent<ConfigMap>[] = [];
    const selection = { namespace: at.namespace, labelSelector: `app=${at.name}` };
    const watch = kube.watch<ConfigMap>(resources.configMaps, selection, (event) => events.push(event));
    await waitFor('the list', () => events.length === 1);
    await kube.mergePatch(resources.configMaps, at, { data: { a: '1' } });
    await kube.mergePatch(resources.configMaps, at, { metadata: { labels: { app: null } } });
    await kube.mergePatch(resources.configMaps, at, { metadata: { labels: { app: at.name } } });
    await kube.delete(resources.configMaps, at);
    await waitFor('all events', () => events.length === 5);
    await watch.stop();
    expect(events.map(({ type }) => type)).toEqual(['LISTED', 'MODIFIED', 'DELETED', 'ADDED', 'DELETED']);
    const versions = events.map((event) => BigInt(event.type === 'LISTED' ? event.resourceVersion : event.object.metadata.resourceVersion));
    expect(versions).toEqual([...versions].sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(versions).size).toBe(versions.length);
  });

  test('a stopped watch tells nothing any more', async () => {
    const { kube, at } = given();
    const seen: string[] = [];
    const other: string[] = [];
    const watch = kube.watch(resources.configMaps, { namespace: at.namespace }, ({ type }) => seen.push(type));
    await waitFor('the list', () => seen.length === 1);
    await watch.stop();
    const witness = kube.watch(resources.configMaps, { namespace: at.namespace }, ({ type }) => other.push(type));
    await waitFor('the list of the other', () => other.length === 1);
    await kube.create(resources.configMaps, sampleConfigMap(at));
    await waitFor('the event', () => other.length === 2);
    await witness.stop();
    expect(seen).toEqual(['LISTED']);
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
    const pod = await kube.get(resources.pods, at);
    expect((await failureOf(kube.evict(at, { uid: 'another' }))).code).toBe('Conflict');
    expect(await kube.evict(at, { uid: pod?.metadata.uid ?? '' })).toBe('evicted');
  });
}

function runningStatus(at: { readonly namespace: string; readonly name: string }) {
  const conditions = [{ type: 'Ready', status: 'True' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: at, status: { phase: 'Running', conditions } };
}
