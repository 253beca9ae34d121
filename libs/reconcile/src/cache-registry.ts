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

  /** Kinds whose watch has not even tried anything for so long. */
  silent(longestMs: number): readonly string[] {
    const nowMs = Date.now();
    return this.all().flatMap((cache) => {
      const lastMs = cache.lastActivityMs();
      return lastMs !== undefined && nowMs - lastMs > longestMs ? cache.resource.plural : [];
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((cache) => cache.stop()));
  }
}
