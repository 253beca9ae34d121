import type { Step } from '@dataservices/plan';
import type { ClaimView } from './claim-view.ts';
import type { Member } from './member.ts';
import type { MemberAction } from './member-action.ts';

export type RetireVolumeInput = {
  readonly whenScaled: 'Delete' | 'Retain';
  /** How many are wanted; at 0 the service is stopped, and every volume is kept. */
  readonly replicas: number;
  readonly members: readonly Member[];
  /**
   * Whether those that stay hold all data and are well, and this one has really left, by the service's own membership and not only
   * by its pod. Must be false while the leave could still be taken back.
   */
  readonly hasLeft: (member: Member & { readonly claim: ClaimView }) => boolean;
};

/**
 * Precondition: `storage.whenScaled` is Delete, the service is not stopped, and a volume's ordinal is not wanted, has no pod and has
 * left as far as the service knows.
 * Effect: one volume claim is deleted, by its uid; the highest first, as members leave.
 *
 * Prevents: the volumes of a stopped service being deleted; the only good copy being deleted before those that stay were looked at;
 * and a claim that was made anew meanwhile being taken for the old one.
 */
export function retireVolume({ whenScaled, replicas, members, hasLeft }: RetireVolumeInput): Step<MemberAction> | undefined {
  if (whenScaled !== 'Delete' || replicas === 0) return undefined;
  const left = members.filter(hasVolumeOnly).filter(({ ordinal, claim }) => ordinal >= replicas && !claim.isTerminating);
  const retired = left.findLast((member) => hasLeft(member));
  if (retired === undefined) return undefined;
  const { name, claim } = retired;
  return {
    rule: 'RetireVolume',
    reason: `${name} has left and storage.whenScaled is Delete`,
    actions: [{ kind: 'delete-claim', name: claim.name, uid: claim.uid, pod: name }],
  };
}

export function hasVolumeOnly<M extends Member>(member: M): member is M & { readonly claim: ClaimView } {
  return member.claim !== undefined && member.pod === undefined;
}
