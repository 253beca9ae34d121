import { type ApplyOptions, type DeleteOptions, type Kube, type ListOptions, type Ref, type Resource, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { isEvictionRefused } from './fake-eviction.ts';
import { type FakeCall, FakeFaults, type FaultMatcher } from './fake-faults.ts';
import { FakeStore } from './fake-store.ts';
import { FakeWriter } from './fake-writer.ts';

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
    ...removing(store, writer, record),
    close: async () => {},
    calls: faults.calls,
    writes: () => faults.calls.filter(({ verb }) => verb !== 'get' && verb !== 'list'),
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
    async get<T extends StoredObject>(resource: Resource, ref: Ref, options?: { signal?: AbortSignal }) {
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

function writing(writer: FakeWriter, record: Record_): Pick<Kube, 'create' | 'update' | 'apply' | 'applyStatus' | 'mergePatch'> {
  const refOf = ({ metadata: { namespace, name } }: KubeObject): Ref => (namespace === undefined ? { name } : { namespace, name });
  return {
    async create<T extends StoredObject>(resource: Resource, object: KubeObject, options?: { signal?: AbortSignal }) {
      record('create', resource, refOf(object), object, options?.signal);
      return writer.create(resource, object) as T;
    },
    async update<T extends StoredObject>(resource: Resource, object: StoredObject, options?: { signal?: AbortSignal }) {
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
    async mergePatch<T extends StoredObject>(resource: Resource, ref: Ref, patch: object, options?: { signal?: AbortSignal }) {
      record('mergePatch', resource, ref, patch, options?.signal);
      return writer.mergePatch(resource, ref, patch) as T;
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
