import { type Resource, resources, withoutForeignManagedFields } from '@dataservices/kube';
import { labelKeys, type StoredObject } from '@dataservices/plan';
import type { IndexFunction } from './cache-index.ts';
import type { Cache, Key } from './contract.ts';

/** Name of the index by the cluster that an object belongs to. */
export const byCluster = 'cluster';

/**
 * The cluster that an object belongs to, by the label `dataservices.dev/cluster`: pods are controlled by their StatefulSet, and
 * volumes by nobody, so that owner references do not tell. For `watches: [changesMapped(cache, clusterKeys)]`.
 */
export function clusterKeys({ metadata }: StoredObject): readonly Key[] {
  const cluster = metadata.labels?.[labelKeys.cluster];
  return cluster === undefined ? [] : [`${metadata.namespace}/${cluster}`];
}

/**
 * Options for the cache of a kind that clusters own: only what this operator has made, found by its cluster, and without the bookkeeping of
 * who else wrote what, which is half of a pod.
 *
 * @param managedBy the value of `app.kubernetes.io/managed-by` on everything that the operator makes, and its field manager
 */
export function ownedByClusters(managedBy: string) {
  const indexes: Readonly<Record<string, IndexFunction<StoredObject>>> = { [byCluster]: clusterKeys };
  return { labelSelector: `${labelKeys.managedBy}=${managedBy}`, indexes, transform: withoutForeignManagedFields(managedBy) };
}

/** What a cache of owned objects knows of one cluster. */
export function objectsOf<T extends StoredObject>(cache: Pick<Cache<T>, 'byIndex'>, { metadata }: StoredObject): readonly T[] {
  return cache.byIndex(byCluster, `${metadata.namespace}/${metadata.name}`);
}

/** The same of several caches, by `Kind/name`. */
export function objectMap(caches: readonly Pick<Cache<StoredObject>, 'byIndex'>[], cluster: StoredObject): Map<string, StoredObject> {
  const objects = caches.flatMap((cache) => objectsOf(cache, cluster));
  return new Map(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}

/** For `executePlan`: an object as a pass observed it; pods come from their cache, which has news first. */
export function lookupIn(
  objects: ReadonlyMap<string, StoredObject>,
  pods: Pick<Cache<StoredObject>, 'get'>,
): (resource: Resource, ref: { readonly namespace?: string; readonly name: string }) => StoredObject | undefined {
  return (resource, { namespace, name }) =>
    resource === resources.pods ? pods.get(`${namespace}/${name}`) : objects.get(`${resource.kind}/${name}`);
}
