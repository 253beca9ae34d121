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
  /** Called before every write. Throws to forbid it; a signal that it returns ends the write, should that hang. */
  readonly guard: () => AbortSignal | undefined;
};

/**
 * The same Kube, but what it writes and deletes is in the caches when the call returns. So a pass that follows at
 * once plans on its own results and does not do the same thing twice.
 */
export function readYourWrites(kube: Kube, { cachesOf, guard }: WriteOptions): Kube {
  function permitted<O extends CallOptions>(options: O): O {
    const permit = guard();
    if (permit === undefined) return options;
    return { ...options, signal: options.signal === undefined ? permit : AbortSignal.any([options.signal, permit]) };
  }

  async function written<T extends StoredObject, O extends CallOptions>(
    resource: Resource,
    options: O,
    call: (permitted: O) => Promise<T>,
  ) {
    const object = await call(permitted(options));
    for (const cache of cachesOf(resource)) cache.put(object);
    return object;
  }

  async function changed<R, O extends CallOptions>(resource: Resource, ref: Ref, options: O, call: (permitted: O) => Promise<R>) {
    const permittedOptions = permitted(options);
    const known = cachesOf(resource).map((cache) => ({
      cache,
      uid: cache.get(keyOf({ apiVersion: '', kind: '', metadata: ref }))?.metadata.uid,
    }));
    const result = await call(permittedOptions);
    await observeLive(kube, resource, ref, known, permittedOptions.signal);
    return result;
  }

  return {
    get: (resource, ref, options) => kube.get(resource, ref, options),
    list: (resource, options) => kube.list(resource, options),
    watch: (resource, options, onEvent) => kube.watch(resource, options, onEvent),
    close: () => kube.close(),
    create: <T extends StoredObject>(resource: Resource, object: KubeObject, options: CallOptions = {}) =>
      written(resource, options, (own) => kube.create<T>(resource, object, own)),
    update: <T extends StoredObject>(resource: Resource, object: StoredObject, options: CallOptions = {}) =>
      written(resource, options, (own) => kube.update<T>(resource, object, own)),
    apply: <T extends StoredObject>(resource: Resource, object: KubeObject, options: ApplyOptions) =>
      written(resource, options, (own) => kube.apply<T>(resource, object, own)),
    applyStatus: <T extends StoredObject>(resource: Resource, object: KubeObject, options: ApplyOptions) =>
      written(resource, options, (own) => kube.applyStatus<T>(resource, object, own)),
    mergePatch: <T extends StoredObject>(resource: Resource, ref: Ref, patch: object, options: CallOptions = {}) =>
      written(resource, options, (own) => kube.mergePatch<T>(resource, ref, patch, own)),
    jsonPatch: <T extends StoredObject>(
      resource: Resource,
      ref: Ref,
      operations: readonly JsonPatchOperation[],
      options: JsonPatchOptions = {},
    ) => written(resource, options, (own) => kube.jsonPatch<T>(resource, ref, operations, own)),
    getScale: (resource, ref, options) => kube.getScale(resource, ref, options),
    updateScale: (resource, ref, change, options = {}) =>
      changed(resource, ref, options, (own) => kube.updateScale(resource, ref, change, own)),
    delete: (resource, ref, options = {}) => changed(resource, ref, options, (own) => kube.delete(resource, ref, own)),
    evict: (ref, options = {}) => changed(resources.pods, ref, options, (own) => kube.evict(ref, own)),
  };
}

/** A cache, and whom it knew by the name before the call. */
type Known = { readonly cache: SharedCache<StoredObject>; readonly uid: string | undefined };

// These answers are not the object: that of a deletion does not even say whether it is gone or only asked to go.
async function observeLive(
  kube: Kube,
  resource: Resource,
  ref: Ref,
  known: readonly Known[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (known.length === 0) return;
  const live = await kube.get(resource, ref, signal === undefined ? {} : { signal });
  for (const { cache, uid } of known) {
    // Only whom it knew before: the watch may have brought a successor that this answer is too old to know of.
    if (uid !== undefined && uid !== live?.metadata.uid) cache.forget(uid);
    if (live !== undefined) cache.put(live);
  }
}
