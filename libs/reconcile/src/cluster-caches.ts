import { type Resource, resources } from '@dataservices/kube';
import type { Claim, Node, Pod, StorageClass } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { clusterKeys, ownedByClusters } from './cluster-objects.ts';
import type { Cache } from './contract.ts';
import type { Manager } from './manager-options.ts';
import { changesMapped } from './sources.ts';

/** The shared copies that a pass reads instead of asking the API server. All but `clusters`, `nodes` and `storageClasses` hold only objects of one operator. */
export type ClusterCaches = {
  readonly clusters: Cache<StoredObject>;
  readonly pods: Cache<Pod>;
  readonly claims: Cache<Claim>;
  readonly nodes: Cache<Node>;
  readonly storageClasses: Cache<StorageClass>;
  readonly statefulSets: Cache<StoredObject>;
  readonly services: Cache<StoredObject>;
  readonly configMaps: Cache<StoredObject>;
  readonly serviceAccounts: Cache<StoredObject>;
  readonly podDisruptionBudgets: Cache<StoredObject>;
  readonly networkPolicies: Cache<StoredObject>;
};

/**
 * The caches of an operator whose clusters are members with volumes.
 *
 * @param clusters the kind that it reconciles
 * @param managedBy its field manager, which everything that it makes is labelled with
 */
export function clusterCaches(manager: Manager, clusters: Resource, managedBy: string) {
  const own = ownedByClusters(managedBy);
  return {
    clusters: manager.cache(clusters),
    pods: manager.cache(resources.pods, own),
    claims: manager.cache(resources.persistentVolumeClaims, own),
    nodes: manager.cache(resources.nodes),
    storageClasses: manager.cache(resources.storageClasses),
    statefulSets: manager.cache(resources.statefulSets, own),
    services: manager.cache(resources.services, own),
    configMaps: manager.cache(resources.configMaps, own),
    serviceAccounts: manager.cache(resources.serviceAccounts, own),
    podDisruptionBudgets: manager.cache(resources.podDisruptionBudgets, own),
    networkPolicies: manager.cache(resources.networkPolicies, own),
  } satisfies ClusterCaches;
}

/** What wakes an operator for one of its clusters, beside the cluster itself: what it makes of it, and pods and claims, which nobody owns or somebody else. */
export function clusterSources(caches: ReturnType<typeof clusterCaches>) {
  const { statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies, pods, claims } = caches;
  return {
    owns: [statefulSets, services, configMaps, serviceAccounts, podDisruptionBudgets, networkPolicies],
    watches: [changesMapped(pods, clusterKeys), changesMapped(claims, clusterKeys)],
  };
}
