import { type Kube, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube, sampleConfigMap, samplePod, waitFor } from '@dataservices/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { SharedCache } from './cache.ts';
import { readYourWrites } from './read-your-writes.ts';

const at = { namespace: 'a', name: 'p' };
const fieldManager = 'test';

let fake: FakeKube;
let cache: SharedCache<StoredObject>;
let own: Kube;
let isForbidden: boolean;
let permit: AbortController;

/** The watch has fallen silent, so that the cache can know of a write only by itself. */
beforeEach(async () => {
  fake = createFakeKube();
  isForbidden = false;
  permit = new AbortController();
  cache = new SharedCache<StoredObject>({ resource: resources.pods });
  own = readYourWrites(fake, {
    cachesOf: (resource) => (resource.plural === 'pods' ? [cache] : []),
    guard: () => {
      if (isForbidden) throw new Error('not the leader');
      return permit.signal;
    },
  });
  cache.start(fake);
  await waitFor('the cache', () => cache.hasSynced());
  fake.disconnectWatches();
});

const cached = () => cache.get('a/p')?.metadata;

describe('what one writes is seen at once', () => {
  test('create, update, apply, status and patch', async () => {
    const created = await own.create<StoredObject>(resources.pods, samplePod(at));
    expect(cached()?.resourceVersion).toBe(created.metadata.resourceVersion);
    const updated = await own.update<StoredObject>(resources.pods, { ...created, metadata: { ...created.metadata, labels: { a: '1' } } });
    expect(cached()?.labels).toEqual({ a: '1' });
    const wanted = samplePod(at);
    await own.apply(resources.pods, { ...wanted, metadata: { ...wanted.metadata, labels: { b: '2' } } }, { fieldManager });
    expect(cached()?.labels).toEqual({ a: '1', b: '2' });
    const status = await own.applyStatus(resources.pods, { ...wanted, spec: undefined, status: { phase: 'Running' } } as never, {
      fieldManager,
    });
    expect(cache.get('a/p')).toMatchObject({
      status: { phase: 'Running' },
      metadata: { resourceVersion: status.metadata.resourceVersion },
    });
    await own.mergePatch(resources.pods, at, { metadata: { uid: updated.metadata.uid, labels: { a: null } } });
    expect(cached()?.labels).toEqual({ b: '2' });
    await own.jsonPatch(resources.pods, at, [{ op: 'add', path: '/metadata/labels/c', value: '3' }]);
    expect(cached()?.labels).toEqual({ b: '2', c: '3' });
  });

  test('the object that was scaled, and not its scale', async () => {
    await own.create(resources.pods, { ...samplePod(at), spec: { replicas: 1 } } as never);
    const scale = await own.updateScale(resources.pods, at, { replicas: 5 });
    expect(cache.get('a/p')).toMatchObject({
      kind: 'Pod',
      spec: { replicas: 5 },
      metadata: { resourceVersion: scale.metadata.resourceVersion },
    });
  });

  test.for(['delete', 'evict'] as const)('%s', async (verb) => {
    await own.create(resources.pods, samplePod(at));
    await (verb === 'delete' ? own.delete(resources.pods, at) : own.evict(at));
    expect(cached()).toBeUndefined();
  });

  test('an object that is only asked to go is still there, and says so', async () => {
    const wanted = samplePod(at);
    await own.create(resources.pods, { ...wanted, metadata: { ...wanted.metadata, finalizers: ['dataservices.dev/test'] } });
    await own.delete(resources.pods, at);
    expect(cached()?.deletionTimestamp).toBeDefined();
  });

  test('a successor that was made meanwhile takes the place', async () => {
    const first = await own.create<StoredObject>(resources.pods, samplePod(at));
    fake.remove(resources.pods, at);
    const second = fake.put(resources.pods, samplePod(at));
    await expect(own.delete(resources.pods, at, { uid: first.metadata.uid })).rejects.toMatchObject({ code: 'Conflict' });
    await own.mergePatch(resources.pods, at, { metadata: { labels: { seen: 'yes' } } });
    expect(cached()?.uid).toBe(second.metadata.uid);
  });
});

test('an answer that is older than what the watch has brought meanwhile takes nothing away', async () => {
  const first = await own.create<StoredObject>(resources.pods, samplePod(at));
  const late = readYourWrites(
    {
      ...fake,
      // The pod is gone, its successor is there and known, and the read that was sent before all that is answered last.
      get: async <T extends StoredObject>() => {
        fake.put(resources.pods, samplePod(at));
        fake.reconnectWatches();
        await waitFor('the successor in the cache', () => cached() !== undefined && cached()?.uid !== first.metadata.uid);
        return first as T;
      },
    },
    { cachesOf: () => [cache], guard: () => undefined },
  );
  await late.delete(resources.pods, at, { uid: first.metadata.uid });
  const successor = await fake.get<StoredObject>(resources.pods, at);
  expect(cached()?.uid).toBe(successor?.metadata.uid);
  const labelled = await fake.mergePatch(resources.pods, at, { metadata: { labels: { ready: 'yes' } } });
  await waitFor('news of the successor', () => cached()?.resourceVersion === labelled.metadata.resourceVersion);
});

test('what no cache holds costs no further read', async () => {
  await own.create(resources.configMaps, sampleConfigMap(at));
  await own.delete(resources.configMaps, at);
  expect(fake.calls.map(({ verb }) => verb).filter((verb) => verb === 'get')).toEqual([]);
});

test('every write is refused where writing is forbidden, and reading is not', async () => {
  isForbidden = true;
  const object = sampleConfigMap(at) as unknown as StoredObject;
  const writes = [
    () => own.create(resources.configMaps, object),
    () => own.update(resources.configMaps, object),
    () => own.apply(resources.configMaps, object, { fieldManager }),
    () => own.applyStatus(resources.configMaps, object, { fieldManager }),
    () => own.mergePatch(resources.configMaps, at, {}),
    () => own.jsonPatch(resources.configMaps, at, []),
    () => own.updateScale(resources.configMaps, at, { replicas: 1 }),
    () => own.delete(resources.configMaps, at),
    () => own.evict(at),
  ];
  for (const write of writes) await expect(write()).rejects.toThrow('not the leader');
  expect(fake.writes()).toEqual([]);
  expect(await own.get(resources.configMaps, at)).toBeUndefined();
});

test('a write ends with its own signal, and with the permit to write', async () => {
  const signals: AbortSignal[] = [];
  const create = fake.create.bind(fake);
  const mine = new AbortController();
  fake.create = ((resource, object, options) => {
    if (options?.signal !== undefined) signals.push(options.signal);
    return create(resource, object);
  }) as FakeKube['create'];
  await own.create(resources.configMaps, sampleConfigMap(at));
  await own.create(resources.configMaps, sampleConfigMap({ ...at, name: 'q' }), { signal: mine.signal });
  mine.abort(new Error('mine'));
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  permit.abort(new Error('not the leader'));
  expect(signals.map(({ reason }) => String(reason))).toEqual(['Error: not the leader', 'Error: mine']);
});
