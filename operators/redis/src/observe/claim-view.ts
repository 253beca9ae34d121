import { annotationKeys, type StoredObject } from '@dataservices/plan';
import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
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

/** The number behind `<prefix>-`, or undefined. */
export function ordinalOf(name: string, prefix: string): number | undefined {
  const rest = name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : '';
  return /^\d{1,4}$/.test(rest) ? Number(rest) : undefined;
}
