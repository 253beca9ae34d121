import { apiVersionOf, type Resource } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { ChangeListener } from './cache.ts';
import type { Key } from './contract.ts';
import { keyOf } from './key.ts';
import type { Predicate } from './predicates.ts';

/** What tells of changes: a SharedCache. */
export type ChangeFeed<T> = { onChange(listener: ChangeListener<T>): () => void };

/** Turns changes of a cache into keys. @returns a function that ends it */
export type Source = (enqueue: (key: Key) => void) => () => void;

/** The kind itself. */
export function changesOf<T extends StoredObject>(cache: ChangeFeed<T>, predicate: Predicate<T>): Source {
  return (enqueue) =>
    cache.onChange((before, after) => {
      const object = after ?? before;
      if (object !== undefined && predicate(before, after)) enqueue(keyOf(object));
    });
}

/** Objects controlled by an object of `ownerKind`. */
export function changesOfOwned(cache: ChangeFeed<StoredObject>, ownerKind: Resource): Source {
  return changesMapped(cache, (object) => ownerKeys(object, ownerKind));
}

/** Any other kind. Old and new state are both mapped, so that what an object stops referring to hears of it too. */
export function changesMapped<T extends StoredObject>(cache: ChangeFeed<T>, map: (object: T) => readonly Key[]): Source {
  return (enqueue) =>
    cache.onChange((before, after) => {
      const keys = new Set([before, after].flatMap((object) => (object === undefined ? [] : map(object))));
      for (const key of keys) enqueue(key);
    });
}

function ownerKeys({ metadata }: StoredObject, ownerKind: Resource): readonly Key[] {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  // The group decides, not the version: an owner may have been written under an older one.
  if (owner?.kind !== ownerKind.kind || groupOf(owner.apiVersion) !== groupOf(apiVersionOf(ownerKind))) return [];
  return [ownerKind.isNamespaced && metadata.namespace !== undefined ? `${metadata.namespace}/${owner.name}` : owner.name];
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
