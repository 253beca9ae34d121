import type { Resource } from '@dataservices/kube';

/** Kinds that no operator touches, but the driver does. */
export const driverKinds = {
  namespaces: { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', isNamespaced: false },
  deployments: { group: 'apps', version: 'v1', kind: 'Deployment', plural: 'deployments', isNamespaced: true },
  endpointSlices: { group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice', plural: 'endpointslices', isNamespaced: true },
  customResourceDefinitions: {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    kind: 'CustomResourceDefinition',
    plural: 'customresourcedefinitions',
    isNamespaced: false,
  },
} as const satisfies Record<string, Resource>;
