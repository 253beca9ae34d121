import type { KubeObject, OwnerReference, Step, StoredObject } from '@dataservices/plan';
import type { MemberAction } from './member-action.ts';

export type RetentionInput = {
  /** The custom resource. */
  readonly owner: StoredObject;
  readonly whenDeleted: 'Delete' | 'Retain';
  /** Volume claims, and the Secrets without which their data cannot be opened; none of a user's own. */
  readonly kept: readonly StoredObject[];
};

/**
 * The owners with which such an object is to be made: with `storage.whenDeleted: Delete` the custom resource, else nobody.
 *
 * Prevents: a volume or a Secret that nobody ever deletes, because the custom resource went before the operator had looked again.
 */
export function ownersWhenMade({
  owner: { apiVersion, kind, metadata },
  whenDeleted,
}: Omit<RetentionInput, 'kept'>): readonly OwnerReference[] {
  return whenDeleted === 'Delete' ? [{ apiVersion, kind, name: metadata.name, uid: metadata.uid }] : [];
}

/** What is to go with its custom resource and was made before that was asked for, with its owner, to be applied. */
export function retention(input: RetentionInput): readonly KubeObject[] {
  const ownerReferences = ownersWhenMade(input);
  if (ownerReferences.length === 0) return [];
  return input.kept.filter(isStaying).map(({ apiVersion, kind, metadata: { name, namespace = input.owner.metadata.namespace, uid } }) => ({
    apiVersion,
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }), uid, ownerReferences },
  }));
}

/**
 * Precondition: `storage.whenDeleted` is Retain, and something that holds data is owned by the custom resource, as it was made so.
 * Effect: that owner is taken away, whoever wrote it; what others own besides stays theirs.
 *
 * Prevents: data that goes although it was to be kept.
 */
export function giveBack({ owner, whenDeleted, kept }: RetentionInput): Step<MemberAction> | undefined {
  if (whenDeleted === 'Delete') return undefined;
  const actions = kept.filter(isStaying).flatMap(({ kind, metadata: { name, uid, ownerReferences = [] } }) => {
    const index = ownerReferences.findIndex((reference) => reference.uid === owner.metadata.uid);
    if (index < 0 || (kind !== 'Secret' && kind !== 'PersistentVolumeClaim')) return [];
    return [{ kind: 'disown' as const, object: kind, name, uid, owner: owner.metadata.uid, index }] satisfies readonly MemberAction[];
  });
  if (actions.length === 0) return undefined;
  const names = actions.map(({ object, name }) => `${object} ${name}`).join(', ');
  return { rule: 'KeepData', reason: `storage.whenDeleted is Retain: ${names}`.slice(0, 900), actions };
}

function isStaying({ metadata }: StoredObject): boolean {
  return metadata.deletionTimestamp === undefined;
}
