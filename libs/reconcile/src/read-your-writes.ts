import {
  type ApplyOptions,
  type CallOptions,
  type JsonPatchOperation,
  type JsonPatchOptions,
  type Kube,
  type Ref,
  type Resource,
  resources,
} from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import type { SharedCache } from './cache.ts';
import { keyOf } from './key.ts';

export type WriteOptions = {
  readonly cachesOf: (resource: Resource) => readonly SharedCache<StoredObject>[];
  /** Called before every write; throws to forbid it. */
  readonly guard: () => void;
};

/**
 * The same Kube, but what it writes and deletes is in the caches when the call returns. So a pass that follows at
 * once plans on its own results and does not do the same thing twice.
 */
export function readYourWrites(kube: Kube, { cachesOf, guard }: WriteOptions): Kube {
  async function written<T extends StoredObject>(resource: Resource, call: () => Promise<T>): Promise<T> {
    guard();
    const object = await call();
    for (const cache of cachesOf(resource)) cache.put(object);
    return object;
  }

  return {
    get: (resource, ref, options) => kube.get(resource, ref, options),
    list: (resource, options) => kube.list(resource, options),
    watch: (resource, options, onEvent) => kube.watch(resource, options, onEvent),
    close: () => kube.close(),
    create: <T extends StoredObject>(resource: Resource, object: KubeObject, options?: CallOptions) =>
      written(resource, () => kube.create<T>(resource, object, options)),
    update: <T extends StoredObject>(resource: Resource, object: StoredObject, options?: CallOptions) =>
      written(resource, () => kube.update<T>(resource, object, options)),
    apply: <T extends StoredObject>(resource: Resource, object: KubeObject, options: ApplyOptions) =>
      written(resource, () => kube.apply<T>(resource, object, options)),
    applyStatus: <T extends StoredObject>(resource: Resource, object: KubeObject, options: ApplyOptions) =>
      written(resource, () => kube.applyStatus<T>(resource, object, options)),
    mergePatch: <T extends StoredObject>(resource: Resource, ref: Ref, patch: object, options?: CallOptions) =>
      written(resource, () => kube.mergePatch<T>(resource, ref, patch, options)),
    jsonPatch: <T extends StoredObject>(
      resource: Resource,
      ref: Ref,
      operations: readonly JsonPatchOperation[],
      options?: JsonPatchOptions,
    ) => written(resource, () => kube.jsonPatch<T>(resource, ref, operations, options)),
    getScale: (resource, ref, options) => kube.getScale(resource, ref, options),
    async updateScale(resource, ref, change, options) {
      guard();
      const scale = await kube.updateScale(resource, ref, change, options);
      await observeLive(kube, resource, ref, cachesOf(resource));
      return scale;
    },
    async delete(resource, ref, options) {
      guard();
      const result = await kube.delete(resource, ref, options);
      await observeLive(kube, resource, ref, cachesOf(resource));
      return result;
    },
    async evict(ref, options) {
      guard();
      const result = await kube.evict(ref, options);
      if (result !== 'refused') await observeLive(kube, resources.pods, ref, cachesOf(resources.pods));
      return result;
    },
  };
}

// These answers are not the object: that of a deletion does not even say whether it is gone or only asked to go.
async function observeLive(kube: Kube, resource: Resource, ref: Ref, caches: readonly SharedCache<StoredObject>[]): Promise<void> {
  if (caches.length === 0) return;
  const live = await kube.get(resource, ref);
  for (const cache of caches) {
    const cached = cache.get(keyOf({ apiVersion: '', kind: '', metadata: ref }));
    if (cached !== undefined && cached.metadata.uid !== live?.metadata.uid) cache.forget(cached.metadata.uid);
    if (live !== undefined) cache.put(live);
  }
}
