import { randomUUID } from 'node:crypto';
import { type ApplyOptions, apiVersionOf, type DeleteOptions, type Ref, type Resource, type ScaleChange } from '@dataservices/kube';
import { canonicalJson, type KubeObject, type ObjectMeta, rfc3339Seconds, type StoredObject } from '@dataservices/plan';
import { conflictFailure, failure } from './fake-errors.ts';
import type { Entry, FakeStore } from './fake-store.ts';
import { type Json, type JsonMap, merged } from './field-paths.ts';
import {
  abandonedPaths,
  conflictsOf,
  managedFields,
  type Owner,
  type Ownership,
  ownershipAfterApply,
  ownershipAfterUpdate,
  withoutPaths,
} from './ownership.ts';

type Body = { readonly [field: string]: unknown };

const kindsWithoutGeneration = new Set([
  'ConfigMap',
  'Secret',
  'Service',
  'ServiceAccount',
  'Lease',
  'Event',
  'PersistentVolumeClaim',
  'Node',
  'Namespace',
]);
const plainWriter: Owner = { manager: 'fake-client', operation: 'Update', subresource: '' };

/** The rules by which writes change objects. */
export class FakeWriter {
  readonly #store: FakeStore;

  constructor(store: FakeStore) {
    this.#store = store;
  }

  create(resource: Resource, object: KubeObject): StoredObject {
    if (this.#store.entry(resource, object.metadata) !== undefined)
      throw failure('AlreadyExists', 409, resource, object.metadata, 'already exists');
    const { status: _status, ...wanted } = asked(object);
    return this.#commit(resource, object.metadata, undefined, wanted, ownershipAfterUpdate(new Map(), plainWriter, {}, wanted));
  }

  update(resource: Resource, object: StoredObject): StoredObject {
    const entry = this.#existing(resource, object.metadata);
    this.#checkPreconditions(resource, entry, object.metadata);
    return this.#replace(resource, entry, { ...asked(object), ...statusOf(entry.object) });
  }

  /** `patched` makes the new object of the live one. Another uid or resourceVersion in it is a precondition. */
  patch(resource: Resource, ref: Ref, patched: (live: Json) => Json, subresource: '' | 'status' = ''): StoredObject {
    const entry = this.#existing(resource, ref);
    const wanted = patched(entry.object as unknown as Json) as unknown as KubeObject;
    this.#checkPreconditions(resource, entry, wanted.metadata);
    const body =
      subresource === 'status' ? { ...asked(entry.object), ...statusOf(wanted) } : { ...asked(wanted), ...statusOf(entry.object) };
    return this.#replace(resource, entry, body, subresource);
  }

  scale(resource: Resource, ref: Ref, { replicas, ...preconditions }: ScaleChange): StoredObject {
    const entry = this.#existing(resource, ref);
    this.#checkPreconditions(resource, entry, preconditions);
    if (replicas < 0) throw failure('Invalid', 422, resource, ref, 'is invalid: spec.replicas must be 0 or more');
    const body = asked(entry.object);
    return this.#replace(resource, entry, { ...body, spec: { ...(body.spec as JsonMap | undefined), replicas } }, 'scale');
  }

  /** Everything as given, status and times included. */
  put(resource: Resource, object: KubeObject): StoredObject {
    const entry = this.#store.entry(resource, object.metadata);
    const wanted = asked(object);
    const live = entry === undefined ? {} : asked(entry.object);
    const ownership = ownershipAfterUpdate(entry?.ownership ?? new Map(), plainWriter, live, wanted);
    return this.#commit(resource, object.metadata, entry, wanted, ownership, object.metadata);
  }

  apply(resource: Resource, object: KubeObject, options: ApplyOptions): StoredObject {
    const entry = this.#store.entry(resource, object.metadata);
    const { status: _status, ...wanted } = asked(object);
    return this.#apply(resource, entry, object, wanted, { manager: options.fieldManager, operation: 'Apply', subresource: '' }, options);
  }

  applyStatus(resource: Resource, object: KubeObject, options: ApplyOptions): StoredObject {
    const entry = this.#existing(resource, object.metadata);
    const wanted = statusOf(object);
    return this.#apply(
      resource,
      entry,
      object,
      wanted,
      { manager: options.fieldManager, operation: 'Apply', subresource: 'status' },
      options,
    );
  }

  delete(resource: Resource, ref: Ref, options: DeleteOptions): 'deleted' | 'absent' {
    const entry = this.#store.entry(resource, ref);
    if (entry === undefined) return 'absent';
    this.#checkPreconditions(resource, entry, options);
    const { object, ownership } = entry;
    if ((object.metadata.finalizers ?? []).length === 0) this.#store.remove(resource, object);
    else if (object.metadata.deletionTimestamp === undefined) {
      const metadata = { ...object.metadata, deletionTimestamp: rfc3339Seconds(Date.now()), resourceVersion: this.#store.nextVersion() };
      this.#store.set(resource, { object: { ...object, metadata }, ownership });
    }
    return 'deleted';
  }

  #apply(
    resource: Resource,
    entry: Entry | undefined,
    object: KubeObject,
    wanted: JsonMap,
    owner: Owner,
    { force = true }: ApplyOptions,
  ): StoredObject {
    if (entry === undefined && object.metadata.uid !== undefined)
      throw failure('Conflict', 409, resource, object.metadata, 'does not have the uid asked for');
    if (entry !== undefined) this.#checkPreconditions(resource, entry, object.metadata);
    const live = entry === undefined ? {} : asked(entry.object);
    const ownership = entry?.ownership ?? new Map();
    const conflicts = conflictsOf(ownership, owner, live, wanted);
    if (!force && conflicts.length > 0) throw conflictFailure(resource, object.metadata, conflicts);
    const kept = withoutPaths(live, abandonedPaths(ownership, owner, wanted));
    const result = merged(kept, wanted) as JsonMap;
    return this.#commit(resource, object.metadata, entry, result, ownershipAfterApply(ownership, owner, live, wanted));
  }

  #replace(resource: Resource, entry: Entry, wanted: JsonMap, subresource: Owner['subresource'] = ''): StoredObject {
    const ownership = ownershipAfterUpdate(entry.ownership, { ...plainWriter, subresource }, asked(entry.object), wanted);
    return this.#commit(resource, entry.object.metadata, entry, wanted, ownership);
  }

  #commit(
    resource: Resource,
    ref: Ref,
    entry: Entry | undefined,
    body: JsonMap,
    ownership: Ownership,
    given: Partial<ObjectMeta> = {},
  ): StoredObject {
    const previous = entry?.object;
    const metadata = {
      ...(body.metadata as Partial<ObjectMeta> | undefined),
      ...identity(resource, ref, { ...given, ...previous?.metadata, ...only('deletionTimestamp', given), ...only('uid', given) }),
      ...(kindsWithoutGeneration.has(resource.kind) ? {} : { generation: nextGeneration(previous, body) }),
      managedFields: managedFields(ownership, apiVersionOf(resource)),
      resourceVersion: previous?.metadata.resourceVersion ?? '',
    };
    const object: StoredObject = structuredClone({ ...body, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata });
    // As the real one: a write that changes nothing makes no version and no event.
    if (previous !== undefined && canonicalJson(previous) === canonicalJson(object)) return structuredClone(previous);
    const stored = { ...object, metadata: { ...metadata, resourceVersion: this.#store.nextVersion() } };
    this.#store.set(resource, { object: stored, ownership });
    if (metadata.deletionTimestamp !== undefined && given.deletionTimestamp === undefined && metadata.finalizers === undefined) {
      this.#store.remove(resource, stored);
    }
    return structuredClone(stored);
  }

  #existing(resource: Resource, ref: Ref): Entry {
    const entry = this.#store.entry(resource, ref);
    if (entry === undefined) throw failure('NotFound', 404, resource, ref, 'not found');
    return entry;
  }

  #checkPreconditions(
    resource: Resource,
    { object }: Entry,
    { uid, resourceVersion }: { readonly uid?: string; readonly resourceVersion?: string },
  ): void {
    const isUid = uid === undefined || uid === object.metadata.uid;
    const isVersion = resourceVersion === undefined || resourceVersion === object.metadata.resourceVersion;
    if (!isUid || !isVersion) throw failure('Conflict', 409, resource, object.metadata, 'has been modified: a precondition does not hold');
  }
}

/** What a client decides: all but the identity and what the server keeps itself. */
function asked(object: KubeObject): JsonMap {
  const { apiVersion: _apiVersion, kind: _kind, metadata, ...body } = JSON.parse(JSON.stringify(object)) as KubeObject & Body;
  const { labels, annotations, ownerReferences, finalizers } = metadata;
  const kept = Object.entries({ labels, annotations, ownerReferences, finalizers }).filter(
    ([, value]) => value !== undefined && Object.keys(value).length > 0,
  );
  return { ...body, ...(kept.length === 0 ? {} : { metadata: Object.fromEntries(kept) }) } as JsonMap;
}

function statusOf(object: KubeObject): JsonMap {
  const { status } = JSON.parse(JSON.stringify(object)) as { status?: JsonMap };
  return status === undefined ? {} : { status };
}

function nextGeneration(previous: StoredObject | undefined, body: Body): number {
  const specOf = (object: Body) => canonicalJson({ ...object, apiVersion: 0, kind: 0, metadata: 0, status: 0 });
  if (previous === undefined) return 1;
  const isSame = specOf(previous as unknown as Body) === specOf(body);
  return (previous.metadata.generation ?? 0) + (isSame ? 0 : 1);
}

function identity(resource: Resource, { name, namespace }: Ref, { uid, creationTimestamp, deletionTimestamp }: Partial<ObjectMeta>) {
  return {
    name,
    ...(resource.isNamespaced && namespace !== undefined ? { namespace } : {}),
    uid: uid ?? randomUUID(),
    creationTimestamp: creationTimestamp ?? rfc3339Seconds(Date.now()),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
  };
}

function only<K extends keyof ObjectMeta>(field: K, from: Partial<ObjectMeta>): Partial<ObjectMeta> {
  return from[field] === undefined ? {} : { [field]: from[field] };
}
