import type { KubeObject, StoredObject } from '@dataservices/plan';
import type { JsonPatchOperation } from './json-patch.ts';
import type { Resource } from './resource.ts';
import type { Scale, ScaleChange } from './scale.ts';

/** Which object of a kind. `namespace` must be there for kinds that have namespaces, and is ignored for others. */
export type Ref = { readonly namespace?: string; readonly name: string };

export type CallOptions = {
  /** Ends the call, which then throws the signal's reason. What was sent may have been carried out. */
  readonly signal?: AbortSignal;
};

export type ListOptions = CallOptions & {
  /** Omitted: all namespaces. */
  readonly namespace?: string;
  /** As kubectl's `-l`: `app=x,tier in (a,b),!old`. */
  readonly labelSelector?: string;
  /** As kubectl's `--field-selector`. Which fields there are depends on the kind; `metadata.name` always is. */
  readonly fieldSelector?: string;
};

export type ApplyOptions = CallOptions & {
  /** Whose intent it is; 1 to 128 printable characters. One manager should always apply all that it wants of an object. */
  readonly fieldManager: string;
  /** Take fields over from other managers (default true). False: Conflict, whose `conflicts` name managers and fields. */
  readonly force?: boolean;
};

export type ScaleOptions = CallOptions & {
  /** Whose intent the size is, in the managed fields. Omitted: what the user agent says. */
  readonly fieldManager?: string;
};

export type JsonPatchOptions = CallOptions & {
  /** Patches the status and nothing else. Omitted: everything but the status. */
  readonly subresource?: 'status';
};

export type DeleteOptions = CallOptions & {
  /** Deletes nothing unless the object still has this identity. */
  readonly uid?: string;
  /** Deletes nothing unless the object still has this version. */
  readonly resourceVersion?: string;
  /** 0 or more; 0 does not wait for a pod's containers to end. Omitted: what the object itself says. */
  readonly gracePeriodSeconds?: number;
  /** What becomes of the objects that this one owns. Omitted: what the kind says, mostly Background. */
  readonly propagationPolicy?: 'Foreground' | 'Background' | 'Orphan';
};

export type WatchEvent<T extends StoredObject> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: T }
  /** A complete list: what is absent from it is gone. Sent at first and after every loss of the watch's place. */
  | { readonly type: 'LISTED'; readonly objects: readonly T[]; readonly resourceVersion: string };

export type Watch = {
  /** Ends the watch and resolves when nothing of it is open any more. */
  stop(): Promise<void>;
  /** When it last tried or heard anything, in monotonic milliseconds: what stays behind for long is stuck. */
  lastActivityMs?(): number;
};

/**
 * All that the project does to an API server, in plain JSON. Failed calls throw a `KubeError`, whose `code` is the API's
 * reason (NotFound, Conflict, …) and whose `retry` says what to do about it. Reads that the server puts off (429 or 5xx
 * with Retry-After) are repeated within the time of the call; writes never are.
 *
 * `T` is what the caller expects to read. Nothing checks it.
 */
export interface Kube {
  /** The object, or undefined where there is none. Always a live read. */
  get<T extends StoredObject>(resource: Resource, ref: Ref, options?: CallOptions): Promise<T | undefined>;
  /** Every object that matches, read page by page at one consistent version. */
  list<T extends StoredObject>(
    resource: Resource,
    options?: ListOptions,
  ): Promise<{ readonly items: readonly T[]; readonly resourceVersion: string }>;
  /** Fails with AlreadyExists rather than touching an object that is there. */
  create<T extends StoredObject>(resource: Resource, object: KubeObject, options?: CallOptions): Promise<T>;
  /** Replaces the object if it still has the resourceVersion that `object` carries, else fails with Conflict. */
  update<T extends StoredObject>(resource: Resource, object: StoredObject, options?: CallOptions): Promise<T>;
  /**
   * Server-side apply of the manager's whole intent: it makes the object where there is none, and removes fields that it no
   * longer names. With `metadata.uid` or `metadata.resourceVersion` it is preconditioned, and makes nothing.
   */
  apply<T extends StoredObject>(resource: Resource, object: KubeObject, options: ApplyOptions): Promise<T>;
  /** Server-side apply to the status subresource. NotFound where the object is not there: a status makes none. */
  applyStatus<T extends StoredObject>(resource: Resource, object: KubeObject, options: ApplyOptions): Promise<T>;
  /** JSON merge patch (RFC 7396). With `metadata.uid` or `metadata.resourceVersion` in the patch it is preconditioned. */
  mergePatch<T extends StoredObject>(resource: Resource, ref: Ref, patch: object, options?: CallOptions): Promise<T>;
  /**
   * JSON patch (RFC 6902): all operations or none. Conflict where a `test` fails or a path leads nowhere, which says
   * that the object is not what the patch took it for.
   */
  jsonPatch<T extends StoredObject>(
    resource: Resource,
    ref: Ref,
    operations: readonly JsonPatchOperation[],
    options?: JsonPatchOptions,
  ): Promise<T>;
  /** The scale subresource of any kind that has one; undefined where the object is not there. */
  getScale(resource: Resource, ref: Ref, options?: CallOptions): Promise<Scale | undefined>;
  /** Asks for so many replicas and changes nothing else. Conflict where a precondition of the change does not hold. */
  updateScale(resource: Resource, ref: Ref, change: ScaleChange, options?: ScaleOptions): Promise<Scale>;
  /** 'absent' where there was nothing to delete; Conflict where the precondition does not hold. */
  delete(resource: Resource, ref: Ref, options?: DeleteOptions): Promise<'deleted' | 'absent'>;
  /** Asks for eviction of a pod, which honours disruption budgets: 'refused' where one forbids it now. */
  evict(ref: Ref, options?: DeleteOptions): Promise<'evicted' | 'refused' | 'absent'>;
  /**
   * Follows a kind from its current state on, through whatever fails, until it is stopped; it never throws. `onEvent` is
   * called for one event after the other. What it throws is reported and otherwise ignored.
   */
  watch<T extends StoredObject>(resource: Resource, options: ListOptions, onEvent: (event: WatchEvent<T>) => void): Watch;
  /** Stops every watch, ends every call, and closes every connection. Later calls fail with Closed. */
  close(): Promise<void>;
}
