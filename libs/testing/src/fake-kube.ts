import {
  type ApplyOptions,
  type CallOptions,
  type DeleteOptions,
  type JsonPatchOperation,
  type JsonPatchOptions,
  type Kube,
  type ListOptions,
  type Ref,
  type Resource,
  resources,
} from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { isEvictionRefused } from './fake-eviction.ts';
import { type FakeCall, FakeFaults, type FaultMatcher } from './fake-faults.ts';
import { jsonPatched } from './fake-json-patch.ts';
import { scaleOf } from './fake-scale.ts';
import { FakeStore } from './fake-store.ts';
import { FakeWriter } from './fake-writer.ts';
import type { Json } from './field-paths.ts';
import { mergePatched } from './merge-patch.ts';

export type FakeKube = Kube & {
  /** Every call so far, in order; watches excluded. */
  readonly calls: readonly FakeCall[];
  /** The calls that could have changed something. */
  writes(): readonly FakeCall[];
  /** The next call that matches fails with this error and does nothing. Several are used up in order. */
  failNext(matcher: FaultMatcher, error: Error): void;
  /** Does what the rest of the cluster does: the object is as given, status included. */
  put<T extends StoredObject = StoredObject>(resource: Resource, object: KubeObject & { readonly status?: unknown }): T;
  /** Removes the object, whatever its finalizers say. */
  remove(resource: Resource, ref: Ref): void;
  /** From now on watches hear nothing … */
  disconnectWatches(): void;
  /** … until this gives them a complete list again. */
  reconnectWatches(): void;
};

const reads = new Set<FakeCall['verb']>(['get', 'list', 'getScale']);

/** An API server in memory: versions, preconditions, server-side apply with managed fields, watches. No defaults, no admission. */
export function createFakeKube(): FakeKube {
  const store = new FakeStore();
  const faults = new FakeFaults();
  const writer = new FakeWriter(store);
  const record = (verb: FakeCall['verb'], resource: Resource, ref: Partial<Ref>, body?: object, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    faults.record({ verb, kind: resource.kind, ...ref, ...(body === undefined ? {} : { body: structuredClone(body) }) });
  };
  return {
    ...reading(store, record),
    ...writing(writer, record),
    ...patching(writer, record),
    ...scaling(store, writer, record),
    ...removing(store, writer, record),
    close: async () => {},
    calls: faults.calls,
    writes: () => faults.calls.filter(({ verb }) => !reads.has(verb)),
    failNext: (matcher, error) => faults.failNext(matcher, error),
    put: <T extends StoredObject>(resource: Resource, object: KubeObject) => writer.put(resource, object) as T,
    remove(resource, ref) {
      const entry = store.entry(resource, ref);
      if (entry !== undefined) store.remove(resource, entry.object);
    },
    disconnectWatches: () => store.disconnect(),
    reconnectWatches: () => store.reconnect(),
  };
}

type Record_ = (verb: FakeCall['verb'], resource: Resource, ref: Partial<Ref>, body?: object, signal?: AbortSignal) => void;

function reading(store: FakeStore, record: Record_): Pick<Kube, 'get' | 'list' | 'watch'> {
  return {
    async get<T extends StoredObject>(resource: Resource, ref: Ref, options?: CallOptions) {
      record('get', resource, ref, undefined, options?.signal);
      return structuredClone(store.entry(resource, ref)?.object) as T | undefined;
    },
    async list<T extends StoredObject>(resource: Resource, options: ListOptions = {}) {
      record('list', resource, {}, undefined, options.signal);
      const items = store.list(resource, options).map((object) => structuredClone(object) as T);
      return { items, resourceVersion: store.version };
    },
    watch: (resource, options, onEvent) => store.watch(resource, options, onEvent as never),
  };
}

function writing(writer: FakeWriter, record: Record_): Pick<Kube, 'create' | 'update' | 'apply' | 'applyStatus'> {
  const refOf = ({ metadata: { namespace, name } }: KubeObject): Ref => (namespace === undefined ? { name } : { namespace, name });
  return {
    async create<T extends StoredObject>(resource: Resource, object: KubeObject, options?: CallOptions) {
      record('create', resource, refOf(object), object, options?.signal);
      return writer.create(resource, object) as T;
    },
    async update<T extends StoredObject>(resource: Resource, object: StoredObject, options?: CallOptions) {
      record('update', resource, refOf(object), object, options?.signal);
      return writer.update(resource, object) as T;
    },
    async apply<T extends StoredObject>(resource: Resource, object: KubeObject, options: ApplyOptions) {
      record('apply', resource, refOf(object), object, options.signal);
      return writer.apply(resource, object, options) as T;
    },
    async applyStatus<T extends StoredObject>(resource: Resource, object: KubeObject, options: ApplyOptions) {
      record('applyStatus', resource, refOf(object), object, options.signal);
      return writer.applyStatus(resource, object, options) as T;
    },
  };
}

function patching(writer: FakeWriter, record: Record_): Pick<Kube, 'mergePatch' | 'jsonPatch'> {
  return {
    async mergePatch<T extends StoredObject>(resource: Resource, ref: Ref, patch: object, options?: CallOptions) {
      record('mergePatch', resource, ref, patch, options?.signal);
      return writer.patch(resource, ref, (live) => mergePatched(live, JSON.parse(JSON.stringify(patch)) as Json)) as T;
    },
    async jsonPatch<T extends StoredObject>(
      resource: Resource,
      ref: Ref,
      operations: readonly JsonPatchOperation[],
      { subresource, signal }: JsonPatchOptions = {},
    ) {
      record('jsonPatch', resource, ref, operations, signal);
      return writer.patch(resource, ref, (live) => jsonPatched(live, operations), subresource) as T;
    },
  };
}

function scaling(store: FakeStore, writer: FakeWriter, record: Record_): Pick<Kube, 'getScale' | 'updateScale'> {
  return {
    async getScale(resource, ref, options) {
      record('getScale', resource, ref, undefined, options?.signal);
      const object = store.entry(resource, ref)?.object;
      return object === undefined ? undefined : scaleOf(object);
    },
    async updateScale(resource, ref, change, options) {
      record('updateScale', resource, ref, change, options?.signal);
      return scaleOf(writer.scale(resource, ref, change));
    },
  };
}

function removing(store: FakeStore, writer: FakeWriter, record: Record_): Pick<Kube, 'delete' | 'evict'> {
  return {
    async delete(resource, ref, { signal, ...options }: DeleteOptions = {}) {
      record('delete', resource, ref, options, signal);
      return writer.delete(resource, ref, options);
    },
    async evict(ref, { signal, ...options }: DeleteOptions = {}) {
      record('evict', resources.pods, ref, options, signal);
      const pod = store.entry(resources.pods, ref)?.object;
      if (pod === undefined) return 'absent';
      if (isEvictionRefused(pod, store.list(resources.podDisruptionBudgets, {}))) return 'refused';
      return (await writer.delete(resources.pods, ref, options)) === 'absent' ? 'absent' : 'evicted';
    },
  };
}
