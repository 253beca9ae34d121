import type { KubeObject, OwnerReference, StoredObject } from '@dataservices/plan';

export type RetentionInput = {
  /** The custom resource. */
  readonly owner: StoredObject;
  readonly whenDeleted: 'Delete' | 'Retain';
  /** Volume claims, and the Secrets without which their data cannot be opened; none of a user's own. */
  readonly kept: readonly StoredObject[];
};

/**
 * The owner references of what outlives its custom resource unless told otherwise, to be applied. With `storage.whenDeleted: Delete`
 * it is owned and goes with it; with Retain nobody owns it. The reference comes and goes with the field.
 *
 * Prevents: data that goes although it was to be kept, because the deletion came before the operator had looked at the field again;
 * and an object made anew under the same name getting an owner.
 */
export function retention({ owner, whenDeleted, kept }: RetentionInput): readonly KubeObject[] {
  const { apiVersion, kind, metadata } = owner;
  const isOwned = whenDeleted === 'Delete';
  const ownerReferences: readonly OwnerReference[] = isOwned ? [{ apiVersion, kind, name: metadata.name, uid: metadata.uid }] : [];
  return (
    kept
      .filter((stored) => stored.metadata.deletionTimestamp === undefined)
      // What has no owner and is to have none is none of our business.
      .filter((stored) => isOwned || stored.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid))
      .map(({ apiVersion: version, kind: keptKind, metadata: { name, namespace = metadata.namespace, uid } }) => ({
        apiVersion: version,
        kind: keptKind,
        metadata: { name, ...(namespace !== undefined && { namespace }), uid, ownerReferences },
      }))
  );
}
