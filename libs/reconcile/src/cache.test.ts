import { type Kube, resources, type WatchEvent } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { SharedCache } from './cache.ts';
import { controllerUid } from './cache-index.ts';

type Emit = (event: WatchEvent<StoredObject>) => void;

function object(name: string, version: number, extra: object = {}, namespace = 'a'): StoredObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, uid: `uid-${name}`, resourceVersion: String(version), ...extra } };
}

/** A started cache and the hands of its watches, by namespace. */
function cacheWith(options: Partial<ConstructorParameters<typeof SharedCache<StoredObject>>[0]> = {}) {
  const emitters = new Map<string | undefined, Emit>();
  const kube = {
    watch(_resource: unknown, selection: { namespace?: string }, onEvent: Emit) {
      emitters.set(selection.namespace, onEvent);
      return { stop: async () => {} };
    },
  } as unknown as Kube;
  const cache = new SharedCache<StoredObject>({ resource: resources.pods, ...options });
  const changes: string[] = [];
  cache.onChange((before, after) => changes.push(`${before?.metadata.resourceVersion ?? '-'}→${after?.metadata.resourceVersion ?? '-'}`));
  cache.start(kube);
  const emit = (event: WatchEvent<StoredObject>, namespace?: string) => emitters.get(namespace)?.(event);
  const list = (version: number, ...objects: StoredObject[]) => emit({ type: 'LISTED', objects, resourceVersion: String(version) });
  const tell = (type: 'ADDED' | 'MODIFIED' | 'DELETED', told: StoredObject) => emit({ type, object: told });
  const versions = () => cache.list().map(({ metadata }) => `${metadata.name}@${metadata.resourceVersion}`);
  return { cache, changes, emit, list, tell, versions };
}

describe('a cache', () => {
  test('follows its watch and tells old and new', async () => {
    const { cache, changes, list, tell } = cacheWith();
    expect(cache.hasSynced()).toBe(false);
    list(10, object('p', 5));
    expect(cache.hasSynced()).toBe(true);
    await cache.whenSynced();
    tell('MODIFIED', object('p', 11));
    tell('DELETED', object('p', 12));
    expect(changes).toEqual(['-→5', '5→11', '11→-']);
    expect(cache.get('a/p')).toBeUndefined();
  });

  test('learns from a new list what was deleted meanwhile, and tells nothing of what is the same', () => {
    const { changes, list, versions } = cacheWith();
    list(10, object('gone', 5), object('same', 6), object('other', 7));
    changes.length = 0;
    list(20, object('same', 6), object('other', 15));
    expect(changes).toEqual(['5→-', '7→15']);
    expect(versions()).toEqual(['same@6', 'other@15']);
  });

  test('a listener that fails keeps nothing from the other listeners, the other objects and whoever writes', () => {
    const errors: string[] = [];
    const { cache, changes, list, versions } = cacheWith({ onListenerError: (error) => errors.push(String(error)) });
    const heard: string[] = [];
    cache.onChange(() => {
      throw new TypeError('broken');
    });
    cache.onChange((_before, after) => heard.push(after?.metadata.name ?? '-'));
    list(10, object('p', 5), object('q', 6));
    cache.put(object('r', 11));
    expect([versions(), changes.length, heard, errors.length]).toEqual([['p@5', 'q@6', 'r@11'], 3, ['p', 'q', 'r'], 3]);
    expect([cache.hasSynced(), errors[0]]).toEqual([true, 'TypeError: broken']);
  });

  test('is frozen at every depth', () => {
    const { cache, list } = cacheWith();
    list(10, object('p', 5, { labels: { a: 'b' } }));
    const labels = cache.get('a/p')?.metadata.labels as Record<string, string>;
    expect(() => {
      labels.a = 'c';
    }).toThrow(TypeError);
  });

  test('finds by index, also after changes, and survives a function that throws', () => {
    const { cache, list, tell } = cacheWith({
      indexes: {
        owner: controllerUid,
        fragile: (pod) => {
          if (pod.metadata.labels === undefined) throw new Error('no labels');
          return Object.values(pod.metadata.labels);
        },
      },
    });
    const owned = { ownerReferences: [{ apiVersion: 'v1', kind: 'K', name: 'k', uid: 'k1', controller: true }] };
    list(10, object('p', 5, owned), object('q', 6, { labels: { a: 'x' } }));
    const names = (index: string, value: string) => cache.byIndex(index, value).map(({ metadata }) => metadata.name);
    expect([names('owner', 'k1'), names('fragile', 'x')]).toEqual([['p'], ['q']]);
    tell('MODIFIED', object('p', 11));
    expect(names('owner', 'k1')).toEqual([]);
    expect(() => cache.byIndex('nope', 'x')).toThrow("has no index 'nope'");
    expect(() => cache.addIndex('owner', () => [])).toThrow("another index 'owner'");
  });

  test('of several namespaces is synced when all are, and a list of one leaves the others alone', () => {
    const { cache, emit, versions } = cacheWith({ namespaces: ['a', 'b'] });
    emit({ type: 'LISTED', objects: [object('p', 5)], resourceVersion: '10' }, 'a');
    expect(cache.hasSynced()).toBe(false);
    emit({ type: 'LISTED', objects: [object('q', 6, {}, 'b')], resourceVersion: '10' }, 'b');
    expect(cache.hasSynced()).toBe(true);
    emit({ type: 'LISTED', objects: [], resourceVersion: '20' }, 'a');
    expect(versions()).toEqual(['q@6']);
  });
});

describe('own writes', () => {
  test('are seen at once and not undone by older news', () => {
    const { cache, changes, list, tell, versions } = cacheWith();
    list(10, object('p', 5));
    cache.put(object('p', 30));
    cache.put(object('new', 31));
    tell('MODIFIED', object('p', 20));
    expect(versions()).toEqual(['p@30', 'new@31']);
    list(25, object('p', 20));
    expect(versions()).toEqual(['p@30', 'new@31']);
    tell('MODIFIED', object('p', 30));
    expect(changes).toEqual(['-→5', '5→30', '-→31']);
  });

  test('that come back after the news of their deletion stay deleted', () => {
    const { cache, list, tell, versions } = cacheWith();
    list(10);
    tell('ADDED', object('p', 20));
    tell('DELETED', object('p', 21));
    cache.put(object('p', 20));
    expect(versions()).toEqual([]);
  });

  test('of a new object are not undone by the deletion of the old one of the same name', () => {
    const { cache, list, tell, versions } = cacheWith();
    list(10, object('p', 5));
    cache.put({ ...object('p', 30), metadata: { ...object('p', 30).metadata, uid: 'second' } });
    tell('DELETED', object('p', 25));
    expect(versions()).toEqual(['p@30']);
  });

  test('that the cache does not cover are ignored', () => {
    const { cache, versions } = cacheWith({ namespaces: ['a'], labelSelector: 'app=x' });
    cache.put(object('p', 5, { labels: { app: 'x' } }, 'b'));
    cache.put(object('p', 5, { labels: { app: 'y' } }));
    expect(versions()).toEqual([]);
    cache.put(object('p', 5, { labels: { app: 'x' } }));
    expect(versions()).toEqual(['p@5']);
  });

  test('a forgotten object does not come back with late news, its successor does', () => {
    const { cache, list, tell, versions } = cacheWith();
    list(10, object('p', 5));
    cache.forget('uid-p');
    tell('MODIFIED', object('p', 11));
    expect(versions()).toEqual([]);
    tell('DELETED', object('p', 12));
    tell('ADDED', { ...object('p', 13), metadata: { ...object('p', 13).metadata, uid: 'second' } });
    expect(versions()).toEqual(['p@13']);
  });
});
