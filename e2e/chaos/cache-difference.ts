import type { StoredObject } from '@dataservices/plan';

/**
 * Where a cache and a list of the API server differ, one line for each object: in its identity, its version, or in being there
 * at all. Empty where they are the same.
 */
export function cacheDifference(cached: readonly StoredObject[], live: readonly StoredObject[]): readonly string[] {
  const [shown, stored] = [byName(cached), byName(live)];
  const names = new Set([...shown.keys(), ...stored.keys()]);
  return [...names].flatMap((name) => {
    const [inCache, inApi] = [shown.get(name) ?? 'absent', stored.get(name) ?? 'absent'];
    return inCache === inApi ? [] : [`${name}: ${inCache} in the cache, ${inApi} in the API server`];
  });
}

function byName(objects: readonly StoredObject[]): ReadonlyMap<string, string> {
  return new Map(
    objects.map(({ kind, metadata: { namespace = '', name, uid, resourceVersion } }) => [
      `${kind} ${namespace}/${name}`,
      `${uid} at ${resourceVersion}`,
    ]),
  );
}
