import type { KubeObject, OwnerReference } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

/**
 * With `storage.whenDeleted: Delete` the volumes, and the Secrets without which their data cannot be opened, are owned by the
 * cluster and go with it; with Retain nobody owns them. The reference comes and goes with the field.
 */
export function retention({ cluster, claims, names, objects }: Observed): readonly KubeObject[] {
  const isOwned = cluster.spec.storage.whenDeleted === 'Delete';
  const ownerReferences: readonly OwnerReference[] = isOwned
    ? [{ apiVersion: cluster.apiVersion, kind: cluster.kind, name: cluster.metadata.name, uid: cluster.metadata.uid }]
    : [];
  const secrets = [names.authSecret, names.internalSecret].filter((name) => name !== cluster.spec.auth.secretName);
  const kept = [
    ...claims.filter(({ isTerminating }) => !isTerminating).map(({ name, uid }) => ({ kind: 'PersistentVolumeClaim', name, uid })),
    ...secrets.flatMap((name) => {
      const stored = objects.get(`Secret/${name}`);
      return stored === undefined ? [] : [{ kind: 'Secret', name, uid: stored.metadata.uid }];
    }),
  ];
  return kept.map(({ kind, name, uid }) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: names.namespace, uid, ownerReferences },
  }));
}
