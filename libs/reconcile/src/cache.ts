import { compareResourceVersions, type Kube, matchesLabelSelector, type Resource, type Watch, type WatchEvent } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { CacheIndex, type IndexFunction } from './cache-index.ts';
import type { Cache, Key } from './contract.ts';
import { deepFreeze } from './deep-freeze.ts';
import { keyOf } from './key.ts';

export type CacheOptions<T extends StoredObject> = {
  readonly resource: Resource;
  /** One watch for each. Omitted: one for all namespaces. */
  readonly namespaces?: readonly string[] | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  readonly indexes?: Readonly<Record<string, IndexFunction<T>>> | undefined;
  /** Told what a listener threw. Default: nobody is. */
  readonly onListenerError?: ((error: unknown, resource: Resource) => void) | undefined;
  /** Drops what nobody reads, before an object is stored; it must return a new object, or the same. Whoever shares the cache gets what is left. */
  readonly transform?: (<O extends T>(object: O) => O) | undefined;
};

/** Called with what was there and what is there now; undefined stands for absence. */
export type ChangeListener<T> = (before: T | undefined, after: T | undefined) => void;

/** How far one watch has come: everything up to this version has been delivered. */
type Scope = { readonly namespace: string | undefined; watch?: Watch; seenVersion?: string };

/**
 * A watched copy of one kind that also shows one's own writes at once.
 *
 * Read your writes: `put` takes the object that a write returned, unless the watch has come past it already, and
 * older news from the watch does not overwrite it. `forget` marks a uid as gone before the watch says so.
 */
export class SharedCache<T extends StoredObject> implements Cache<T> {
  readonly resource: Resource;
  readonly #options: CacheOptions<T>;
  readonly #objects = new Map<Key, T>();
  readonly #indexes = new Map<string, CacheIndex<T>>();
  readonly #listeners = new Set<ChangeListener<T>>();
  readonly #gone = new Map<string, Scope>();
  readonly #scopes: readonly Scope[];
  readonly #synced = Promise.withResolvers<void>();

  constructor(options: CacheOptions<T>) {
    this.resource = options.resource;
    this.#options = options;
    const namespaces = options.resource.isNamespaced ? options.namespaces : undefined;
    this.#scopes = (namespaces ?? [undefined]).map((namespace) => ({ namespace }));
    for (const [name, valuesOf] of Object.entries(options.indexes ?? {})) this.addIndex(name, valuesOf);
  }

  /** @throws Error where the name stands for another function already */
  addIndex(name: string, valuesOf: IndexFunction<T>): void {
    const existing = this.#indexes.get(name);
    if (existing?.isSameFunction(valuesOf)) return;
    if (existing !== undefined) throw new Error(`cache of ${this.resource.plural} has another index '${name}': choose another name`);
    const index = new CacheIndex(valuesOf);
    for (const [key, object] of this.#objects) index.replace(key, undefined, object);
    this.#indexes.set(name, index);
  }

  get(key: Key): T | undefined {
    return this.#objects.get(key);
  }

  list(): readonly T[] {
    return [...this.#objects.values()];
  }

  byIndex(name: string, value: string): readonly T[] {
    const index = this.#indexes.get(name);
    if (index === undefined) throw new Error(`cache of ${this.resource.plural} has no index '${name}'`);
    return index.keys(value).flatMap((key) => this.#objects.get(key) ?? []);
  }

  hasSynced(): boolean {
    return this.#scopes.every(({ seenVersion }) => seenVersion !== undefined);
  }

  /** Resolves after the first complete list. */
  whenSynced(): Promise<void> {
    return this.#synced.promise;
  }

  /** @returns a function that ends it */
  onChange(listener: ChangeListener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(kube: Kube): void {
    const { resource, labelSelector, fieldSelector } = this.#options;
    for (const scope of this.#scopes) {
      const selection = {
        ...(scope.namespace === undefined ? {} : { namespace: scope.namespace }),
        ...(labelSelector === undefined ? {} : { labelSelector }),
        ...(fieldSelector === undefined ? {} : { fieldSelector }),
      };
      scope.watch = kube.watch<T>(resource, selection, (event) => this.#receive(scope, event));
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.#scopes.map(({ watch }) => watch?.stop()));
  }

  /** When the least active watch last did anything, in monotonic milliseconds; undefined before the start. */
  lastActivityMs(): number | undefined {
    const times = this.#scopes.flatMap(({ watch }) => watch?.lastActivityMs?.() ?? []);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Takes over what an own write returned. Objects that the cache does not cover are ignored. */
  put(object: T): void {
    const scope = this.#scopeOf(object);
    if (scope === undefined || !this.#covers(object)) return;
    // What the watch has passed, it has delivered; the object may be deleted since.
    if (scope.seenVersion !== undefined && compareResourceVersions(object.metadata.resourceVersion, scope.seenVersion) <= 0) return;
    this.#upsert(object);
  }

  /** Drops the object of this identity, which an own call has removed; late news of it is ignored. */
  forget(uid: string): void {
    for (const [key, object] of this.#objects) {
      if (object.metadata.uid !== uid) continue;
      const scope = this.#scopeOf(object);
      if (scope !== undefined) this.#gone.set(uid, scope);
      this.#replace(key, undefined);
      return;
    }
  }

  #scopeOf(object: StoredObject): Scope | undefined {
    return this.#scopes.find(({ namespace }) => namespace === undefined || namespace === object.metadata.namespace);
  }

  // Field selectors are the server's business: what one may exclude is left to the watch.
  #covers(object: StoredObject): boolean {
    return this.#options.fieldSelector === undefined && matchesLabelSelector(this.#options.labelSelector, object.metadata.labels);
  }

  #receive(scope: Scope, event: WatchEvent<T>): void {
    if (event.type === 'LISTED') {
      this.#reset(scope, event.objects, event.resourceVersion);
      return;
    }
    const { uid, resourceVersion } = event.object.metadata;
    scope.seenVersion = newest(scope.seenVersion, resourceVersion);
    if (event.type !== 'DELETED') this.#upsert(event.object);
    else {
      this.#gone.delete(uid);
      this.#removeUnlessNewer(keyOf(event.object), resourceVersion);
    }
  }

  #reset(scope: Scope, objects: readonly T[], resourceVersion: string): void {
    scope.seenVersion = newest(scope.seenVersion, resourceVersion);
    const listed = new Set(objects.map(keyOf));
    const uids = new Set(objects.map(({ metadata }) => metadata.uid));
    for (const [uid, goneFrom] of this.#gone) if (goneFrom === scope && !uids.has(uid)) this.#gone.delete(uid);
    // Deletions that happened while the watch was away are told by absence alone.
    for (const [key, object] of this.#objects) {
      if (this.#scopeOf(object) === scope && !listed.has(key)) this.#removeUnlessNewer(key, resourceVersion);
    }
    for (const object of objects) this.#upsert(object);
    if (this.hasSynced()) this.#synced.resolve();
  }

  #removeUnlessNewer(key: Key, resourceVersion: string): void {
    const existing = this.#objects.get(key);
    if (existing === undefined || compareResourceVersions(existing.metadata.resourceVersion, resourceVersion) > 0) return;
    this.#replace(key, undefined);
  }

  #upsert(object: T): void {
    if (this.#gone.has(object.metadata.uid)) return;
    const key = keyOf(object);
    const existing = this.#objects.get(key);
    if (existing !== undefined && compareResourceVersions(object.metadata.resourceVersion, existing.metadata.resourceVersion) <= 0) return;
    this.#replace(key, deepFreeze(this.#options.transform?.(object) ?? object));
  }

  #replace(key: Key, after: T | undefined): void {
    const before = this.#objects.get(key);
    if (after === undefined) this.#objects.delete(key);
    else this.#objects.set(key, after);
    for (const index of this.#indexes.values()) index.replace(key, before, after);
    for (const listener of this.#listeners) this.#tell(listener, before, after);
  }

  // One bad listener must neither keep the others from hearing of it nor the rest of a list from being taken over. An own
  // write that a listener fails on has succeeded all the same.
  #tell(listener: ChangeListener<T>, before: T | undefined, after: T | undefined): void {
    try {
      listener(before, after);
    } catch (error) {
      this.#options.onListenerError?.(error, this.resource);
    }
  }
}

function newest(a: string | undefined, b: string): string {
  return a !== undefined && compareResourceVersions(a, b) > 0 ? a : b;
}
