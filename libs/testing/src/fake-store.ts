import { KubeError, type ListOptions, matchesLabelSelector, type Resource, type Watch, type WatchEvent } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { Ownership } from './ownership.ts';

export type Entry = { readonly object: StoredObject; readonly ownership: Ownership };

type Follower = {
  readonly resource: Resource;
  readonly options: ListOptions;
  readonly onEvent: (event: WatchEvent<StoredObject>) => void;
  isStopped: boolean;
};

export function storeKey(resource: Resource, ref: { readonly namespace?: string | undefined; readonly name: string }): string {
  return JSON.stringify([resource.group, resource.plural, resource.isNamespaced ? ref.namespace : undefined, ref.name]);
}

/** Objects, their versions, and those who watch them. */
export class FakeStore {
  readonly #entries = new Map<string, Entry>();
  readonly #resourceOf = new Map<string, Resource>();
  readonly #followers = new Set<Follower>();
  #version = 1;
  #isConnected = true;

  get version(): string {
    return String(this.#version);
  }

  nextVersion(): string {
    this.#version += 1;
    return this.version;
  }

  entry(resource: Resource, ref: { readonly namespace?: string; readonly name: string }): Entry | undefined {
    return this.#entries.get(storeKey(resource, ref));
  }

  set(resource: Resource, entry: Entry): void {
    const key = storeKey(resource, entry.object.metadata);
    const before = this.#entries.get(key)?.object;
    this.#entries.set(key, entry);
    this.#resourceOf.set(key, resource);
    this.#tell(resource, before, entry.object);
  }

  /** Removes the object; watchers see its last state with the version of the deletion. */
  remove(resource: Resource, object: StoredObject): void {
    this.#entries.delete(storeKey(resource, object.metadata));
    const last = { ...object, metadata: { ...object.metadata, resourceVersion: this.nextVersion() } };
    this.#tell(resource, last, undefined);
  }

  list(resource: Resource, options: ListOptions): readonly StoredObject[] {
    const keys = [...this.#entries.keys()].filter(
      (key) => this.#resourceOf.get(key)?.plural === resource.plural && this.#resourceOf.get(key)?.group === resource.group,
    );
    const objects = keys.sort().flatMap((key) => this.#entries.get(key)?.object ?? []);
    return objects.filter((object) => isSelected(object, options));
  }

  watch(resource: Resource, options: ListOptions, onEvent: (event: WatchEvent<StoredObject>) => void): Watch {
    const follower: Follower = { resource, options, onEvent, isStopped: false };
    this.#followers.add(follower);
    queueMicrotask(() => this.#relist(follower));
    return {
      stop: async () => {
        follower.isStopped = true;
        this.#followers.delete(follower);
      },
      lastActivityMs: () => performance.now(),
    };
  }

  disconnect(): void {
    this.#isConnected = false;
  }

  reconnect(): void {
    this.#isConnected = true;
    for (const follower of this.#followers) queueMicrotask(() => this.#relist(follower));
  }

  #relist(follower: Follower): void {
    if (follower.isStopped || !this.#isConnected) return;
    const objects = this.list(follower.resource, follower.options).map((object) => structuredClone(object));
    follower.onEvent({ type: 'LISTED', objects, resourceVersion: this.version });
  }

  #tell(resource: Resource, before: StoredObject | undefined, after: StoredObject | undefined): void {
    if (!this.#isConnected) return;
    for (const follower of this.#followers) {
      if (follower.resource.plural !== resource.plural || follower.resource.group !== resource.group) continue;
      const event = eventFor(before, after, follower.options);
      if (event !== undefined) queueMicrotask(() => this.#deliver(follower, event));
    }
  }

  #deliver(follower: Follower, event: WatchEvent<StoredObject>): void {
    if (!follower.isStopped && this.#isConnected) follower.onEvent(structuredClone(event));
  }
}

// As the API server: an object that stops matching is deleted, as far as this watcher is concerned.
function eventFor(
  before: StoredObject | undefined,
  after: StoredObject | undefined,
  options: ListOptions,
): WatchEvent<StoredObject> | undefined {
  const wasSeen = before !== undefined && isSelected(before, options);
  const isSeen = after !== undefined && isSelected(after, options);
  if (isSeen) return { type: wasSeen ? 'MODIFIED' : 'ADDED', object: after };
  if (!wasSeen) return undefined;
  const version = (after ?? before).metadata.resourceVersion;
  return { type: 'DELETED', object: { ...before, metadata: { ...before.metadata, resourceVersion: version } } };
}

function isSelected(object: StoredObject, { namespace, labelSelector, fieldSelector }: ListOptions): boolean {
  const isInNamespace = namespace === undefined || object.metadata.namespace === undefined || object.metadata.namespace === namespace;
  return isInNamespace && matchesLabelSelector(labelSelector, object.metadata.labels) && matchesFields(object, fieldSelector);
}

function matchesFields(object: StoredObject, fieldSelector: string | undefined): boolean {
  if (fieldSelector === undefined) return true;
  const values: Readonly<Record<string, string | undefined>> = {
    'metadata.name': object.metadata.name,
    'metadata.namespace': object.metadata.namespace,
  };
  return fieldSelector.split(',').every((requirement) => {
    const [field = '', value] = requirement.split('=');
    if (!(field in values))
      throw new KubeError({ code: 'BadRequest', status: 400, message: `fake: field selector '${requirement}' is not supported` });
    return values[field] === value;
  });
}
