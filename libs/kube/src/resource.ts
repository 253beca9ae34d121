/** What the client needs to know of a kind to build its address. */
export type Resource = {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly isNamespaced: boolean;
};

function namespaced(group: string, version: string, kind: string, plural: string): Resource {
  return { group, version, kind, plural, isNamespaced: true };
}

/** Every kind that the operators read or write; there is no discovery. */
export const resources = {
  pods: namespaced('', 'v1', 'Pod', 'pods'),
  services: namespaced('', 'v1', 'Service', 'services'),
  configMaps: namespaced('', 'v1', 'ConfigMap', 'configmaps'),
  secrets: namespaced('', 'v1', 'Secret', 'secrets'),
  serviceAccounts: namespaced('', 'v1', 'ServiceAccount', 'serviceaccounts'),
  persistentVolumeClaims: namespaced('', 'v1', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  statefulSets: namespaced('apps', 'v1', 'StatefulSet', 'statefulsets'),
  deployments: namespaced('apps', 'v1', 'Deployment', 'deployments'),
  horizontalPodAutoscalers: namespaced('autoscaling', 'v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers'),
  podDisruptionBudgets: namespaced('policy', 'v1', 'PodDisruptionBudget', 'poddisruptionbudgets'),
  networkPolicies: namespaced('networking.k8s.io', 'v1', 'NetworkPolicy', 'networkpolicies'),
  leases: namespaced('coordination.k8s.io', 'v1', 'Lease', 'leases'),
  events: namespaced('events.k8s.io', 'v1', 'Event', 'events'),
  nodes: { group: '', version: 'v1', kind: 'Node', plural: 'nodes', isNamespaced: false },
  storageClasses: { group: 'storage.k8s.io', version: 'v1', kind: 'StorageClass', plural: 'storageclasses', isNamespaced: false },
  redisClusters: namespaced('dataservices.dev', 'v1alpha1', 'RedisCluster', 'redisclusters'),
  kafkaClusters: namespaced('dataservices.dev', 'v1alpha1', 'KafkaCluster', 'kafkaclusters'),
  rabbitmqClusters: namespaced('dataservices.dev', 'v1alpha1', 'RabbitmqCluster', 'rabbitmqclusters'),
  zookeeperClusters: namespaced('dataservices.dev', 'v1alpha1', 'ZookeeperCluster', 'zookeeperclusters'),
  autoScalers: namespaced('dataservices.dev', 'v1alpha1', 'AutoScaler', 'autoscalers'),
} as const satisfies Record<string, Resource>;

export function apiVersionOf(resource: Resource): string {
  return resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
}

/** The kind of an object, by its apiVersion and kind. @throws Error for a kind that is not in `resources` */
export function resourceOf(object: { readonly apiVersion: string; readonly kind: string }): Resource {
  const found = Object.values(resources).find((resource) => resource.kind === object.kind && apiVersionOf(resource) === object.apiVersion);
  if (found === undefined) throw new Error(`unknown kind ${object.apiVersion} ${object.kind}: add it to the resources in libs/kube`);
  return found;
}
