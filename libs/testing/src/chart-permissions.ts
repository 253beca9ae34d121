import type { Kube, Resource } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { parseManifests } from '../../../tools/chart/manifest.ts';
import { renderChart } from '../../../tools/chart/render-chart.ts';

function rbac(kind: string, plural: string, isNamespaced: boolean): Resource {
  return { group: 'rbac.authorization.k8s.io', version: 'v1', kind, plural, isNamespaced };
}

const kinds: readonly Resource[] = [
  { group: '', version: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts', isNamespaced: true },
  rbac('ClusterRole', 'clusterroles', false),
  rbac('ClusterRoleBinding', 'clusterrolebindings', false),
  rbac('Role', 'roles', true),
  rbac('RoleBinding', 'rolebindings', true),
];

export type ChartPermissions = {
  /** Where the release is. */
  readonly namespace: string;
  /** Of the chart of the operators. */
  readonly values: object;
};

/** Applies the accounts and permissions of a release, and nothing else of it. @returns the names of the accounts */
export async function applyChartPermissions(kube: Kube, { namespace, values }: ChartPermissions): Promise<readonly string[]> {
  const manifests = parseManifests(renderChart({ namespace, values })) as readonly (KubeObject & { readonly kind: string })[];
  for (const resource of kinds) {
    for (const object of manifests.filter(({ kind }) => kind === resource.kind))
      await kube.apply(resource, object, { fieldManager: 'helm' });
  }
  return manifests.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name);
}
