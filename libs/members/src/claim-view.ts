import { annotationKeys, type StoredObject } from '@dataservices/plan';
import type { V1PersistentVolumeClaim } from '@kubernetes/client-node';
import { ordinalOf } from './ordinal.ts';
import { type ResizeView, resizeView } from './resize-view.ts';

export type Claim = StoredObject & Pick<V1PersistentVolumeClaim, 'spec' | 'status'>;

/** A member's volume claim, as far as decisions depend on it. */
export type ClaimView = {
  readonly name: string;
  readonly uid: string;
  readonly ordinal: number;
  readonly isBound: boolean;
  readonly isTerminating: boolean;
  /** Identity of the cluster whose data it was made for. */
  readonly clusterId?: string;
  /** Whether it is marked as kept when its member left. What it holds is of the past then. */
  readonly isRetired: boolean;
  /** What it is marked with, if it is. */
  readonly retiredMark?: string;
  readonly className?: string;
  /** The size that is asked for, as a quantity. */
  readonly request?: string;
  /** The size that the volume has, as a quantity; absent until it is bound. */
  readonly capacity?: string;
  /** How far a growth has come; absent where none is under way. */
  readonly resize?: ResizeView;
};

/**
 * The claim as a member's volume, or undefined where its name is not that of one.
 *
 * @param prefix what stands before `-<ordinal>` in its name: `<claim template>-<StatefulSet>`
 */
export function claimView(claim: Claim, prefix: string): ClaimView | undefined {
  const { metadata, spec, status } = claim;
  const ordinal = ordinalOf(metadata.name, prefix);
  if (ordinal === undefined) return undefined;
  const clusterId = metadata.annotations?.[annotationKeys.clusterId];
  const request = spec?.resources?.requests?.storage;
  const capacity = status?.capacity?.storage;
  const resize = resizeView(status);
  const retiredMark = metadata.annotations?.[annotationKeys.retired];
  return {
    name: metadata.name,
    uid: metadata.uid,
    ordinal,
    isBound: status?.phase === 'Bound',
    isTerminating: metadata.deletionTimestamp !== undefined,
    isRetired: retiredMark !== undefined,
    ...(retiredMark !== undefined && { retiredMark }),
    ...(clusterId !== undefined && { clusterId }),
    ...(spec?.storageClassName !== undefined && { className: spec.storageClassName }),
    ...(request !== undefined && { request }),
    ...(capacity !== undefined && { capacity }),
    ...(resize !== undefined && { resize }),
  };
}
