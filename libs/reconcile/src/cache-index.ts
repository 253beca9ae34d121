import type { KubeObject } from '@dataservices/plan';
import type { Key } from './contract.ts';

/** The values under which an object is found. */
export type IndexFunction<T> = (object: T) => readonly string[];

/** Index by the uid of the controlling owner. */
export function controllerUid(object: KubeObject): readonly string[] {
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller === true);
  return owner === undefined ? [] : [owner.uid];
}

/** Keys by value, kept up to date object by object. */
export class CacheIndex<T> {
  readonly #valuesOf: IndexFunction<T>;
  readonly #keysByValue = new Map<string, Set<Key>>();

  constructor(valuesOf: IndexFunction<T>) {
    this.#valuesOf = valuesOf;
  }

  isSameFunction(valuesOf: IndexFunction<T>): boolean {
    return this.#valuesOf === valuesOf;
  }

  replace(key: Key, before: T | undefined, after: T | undefined): void {
    for (const value of this.#safeValues(before)) {
      const keys = this.#keysByValue.get(value);
      keys?.delete(key);
      if (keys?.size === 0) this.#keysByValue.delete(value);
    }
    for (const value of this.#safeValues(after)) {
      const keys = this.#keysByValue.get(value) ?? new Set();
      this.#keysByValue.set(value, keys.add(key));
    }
  }

  keys(value: string): readonly Key[] {
    return [...(this.#keysByValue.get(value) ?? [])];
  }

  // An object that the function does not understand is found under nothing; it must not keep the others out of the cache.
  #safeValues(object: T | undefined): readonly string[] {
    if (object === undefined) return [];
    try {
      return this.#valuesOf(object);
    } catch {
      return [];
    }
  }
}
