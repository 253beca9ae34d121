import { annotationKeys, type StoredObject } from '@dataservices/plan';
import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
import { ordinalOf } from '../names.ts';
import type { ClaimView } from '../observed.ts';

export type Claim = StoredObject & Pick<V1PersistentVolumeClaim, 'status'>;

/** The claim as a member's volume, or undefined where its name is not that of one: `data-<set>-<ordinal>`. */
export function claimView(claim: Claim, set: string): ClaimView | undefined {
  const { name, uid, annotations, deletionTimestamp } = claim.metadata;
  const ordinal = ordinalOf(name, `data-${set}`);
  if (ordinal === undefined) return undefined;
  const clusterId = annotations?.[annotationKeys.clusterId];
  return {
    name,
    uid,
    ordinal,
    isBound: claim.status?.phase === 'Bound',
    ...(clusterId !== undefined && { clusterId }),
    isTerminating: deletionTimestamp !== undefined,
  };
}
