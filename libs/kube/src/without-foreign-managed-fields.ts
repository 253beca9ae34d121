import type { KubeObject } from '@dataservices/plan';

/**
 * A transform for caches: drops the bookkeeping of who wrote which field, but for what these managers applied. It is
 * often half of an object, and `appliedDifference` for one of these managers says the same without it.
 *
 * An object with nothing to drop is returned as it is; none is ever changed.
 */
export function withoutForeignManagedFields(...fieldManagers: readonly string[]): <T extends KubeObject>(object: T) => T {
  const own = new Set<string | undefined>(fieldManagers);
  return (object) => {
    const entries = object.metadata.managedFields ?? [];
    const managedFields = entries.filter(({ manager, operation }) => operation === 'Apply' && own.has(manager));
    return managedFields.length === entries.length ? object : { ...object, metadata: { ...object.metadata, managedFields } };
  };
}
