import type { Manifest } from './manifest.ts';

/** One verb on one resource, and whether the object that grants it does so in every namespace. */
export type Grant = { readonly resource: string; readonly verb: string; readonly isClusterWide: boolean };

/** What the operator's own roles grant, one by one. The roles for users are another matter. */
export function grantsOf(manifests: readonly Manifest[]): readonly Grant[] {
  const roles = manifests.filter(({ kind, metadata }) => kind.endsWith('Role') && !isForUsers(metadata.labels));
  return roles.flatMap(({ kind, rules = [] }) =>
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) =>
          verbs.map((verb) => ({ resource: `${group}/${resource}`, verb, isClusterWide: kind === 'ClusterRole' })),
        ),
      ),
    ),
  );
}

function isForUsers(labels: Readonly<Record<string, string>> = {}): boolean {
  return Object.keys(labels).some((key) => key.startsWith('rbac.authorization.k8s.io/aggregate-to-'));
}

/** Verbs granted on a resource such as `/pods` or `apps/statefulsets`. */
export function verbsOn(grants: readonly Grant[], resource: string): readonly string[] {
  return [...new Set(grants.filter((grant) => grant.resource === resource).map(({ verb }) => verb))].sort();
}
