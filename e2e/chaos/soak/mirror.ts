import { compareResourceVersions } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { keyOf, type SharedCache } from '@dataservices/reconcile';
import type { WatchTally } from './watch-tally.ts';

const mostBreaches = 20;

/** What a cache's listener can know of it. Notes where the changes that it is told do not follow from one another. */
export class Mirror {
  readonly #objects = new Map<string, StoredObject>();
  readonly #tally: WatchTally;

  constructor(cache: Pick<SharedCache<StoredObject>, 'onChange'>, tally: WatchTally) {
    this.#tally = tally;
    cache.onChange((before, after) => this.#change(before, after));
  }

  list(): readonly StoredObject[] {
    return [...this.#objects.values()];
  }

  #change(before: StoredObject | undefined, after: StoredObject | undefined): void {
    this.#tally.changes += 1;
    const object = after ?? before;
    if (object === undefined) return;
    const key = keyOf(object);
    if (this.#objects.get(key) !== before) this.#note(`${object.kind} ${key}: what was there before is not what was told last`);
    if (before !== undefined && after !== undefined && isOlder(after, before)) this.#note(`${object.kind} ${key}: went back in time`);
    if (after === undefined) this.#objects.delete(key);
    else this.#objects.set(key, after);
  }

  #note(breach: string): void {
    if (this.#tally.breaches.length < mostBreaches) this.#tally.breaches.push(breach);
  }
}

function isOlder(a: StoredObject, b: StoredObject): boolean {
  return compareResourceVersions(a.metadata.resourceVersion, b.metadata.resourceVersion) <= 0;
}
