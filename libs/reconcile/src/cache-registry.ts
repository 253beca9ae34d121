import type { Kube, Resource } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { type CacheOptions, SharedCache } from './cache.ts';

/** One cache for each kind and selection, whoever asks. */
export class CacheRegistry {
  readonly #caches = new Map<string, SharedCache<StoredObject>>();

  get<T extends StoredObject>(options: CacheOptions<T>): SharedCache<T> {
    const { resource, namespaces, labelSelector, fieldSelector, indexes } = options;
    const key = JSON.stringify([resource.group, resource.plural, namespaces, labelSelector, fieldSelector]);
    const existing = this.#caches.get(key) as SharedCache<T> | undefined;
    if (existing === undefined) {
      const created = new SharedCache(options);
      this.#caches.set(key, created as unknown as SharedCache<StoredObject>);
      return created;
    }
    for (const [name, valuesOf] of Object.entries(indexes ?? {})) existing.addIndex(name, valuesOf);
    return existing;
  }

  of(resource: Resource): readonly SharedCache<StoredObject>[] {
    return this.all().filter((cache) => cache.resource.group === resource.group && cache.resource.plural === resource.plural);
  }

  all(): readonly SharedCache<StoredObject>[] {
    return [...this.#caches.values()];
  }

  start(kube: Kube): void {
    for (const cache of this.all()) cache.start(kube);
  }

  async whenSynced(): Promise<void> {
    await Promise.all(this.all().map((cache) => cache.whenSynced()));
  }

  /** Kinds whose first list is still to come. */
  unsynced(): readonly string[] {
    return this.all().flatMap((cache) => (cache.hasSynced() ? [] : cache.resource.plural));
  }

  /** For each kind, for how long its least active watch has neither heard nor tried anything. */
  silentSeconds(): ReadonlyMap<string, number> {
    const nowMs = performance.now();
    const times = new Map<string, number>();
    for (const cache of this.all()) {
      const lastMs = cache.lastActivityMs();
      const { kind } = cache.resource;
      if (lastMs !== undefined) times.set(kind, Math.max(times.get(kind) ?? 0, (nowMs - lastMs) / 1000));
    }
    return times;
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((cache) => cache.stop()));
  }
}
