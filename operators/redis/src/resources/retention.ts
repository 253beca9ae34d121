import type { KubeObject, OwnerReference, StoredObject } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

/**
 * With `storage.whenDeleted: Delete` the volumes, and the Secrets without which their data cannot be opened, are owned by the
 * cluster and go with it; with Retain nobody owns them. The reference comes and goes with the field.
 */
export function retention(observed: Observed): readonly KubeObject[] {
  const { cluster } = observed;
  const { apiVersion, kind, metadata } = cluster;
  const isOwned = cluster.spec.storage.whenDeleted === 'Delete';
  const ownerReferences: readonly OwnerReference[] = isOwned ? [{ apiVersion, kind, name: metadata.name, uid: metadata.uid }] : [];
  return (
    keptObjects(observed)
      // What has no owner and is to have none is none of our business.
      .filter((stored) => isOwned || stored.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid))
      .map(({ kind: keptKind, metadata: { name, namespace = metadata.namespace, uid } }) => ({
        apiVersion: 'v1',
        kind: keptKind,
        metadata: { name, namespace, uid, ownerReferences },
      }))
  );
}

function keptObjects({ claims, cluster, names, objects }: Observed): readonly StoredObject[] {
  const volumes = claims.filter(({ isTerminating }) => !isTerminating).map(({ name }) => `PersistentVolumeClaim/${name}`);
  const secrets = [names.authSecret, names.internalSecret]
    .filter((name) => name !== cluster.spec.auth.secretName)
    .map((name) => `Secret/${name}`);
  return [...volumes, ...secrets].flatMap((key) => objects.get(key) ?? []);
}
