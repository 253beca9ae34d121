import { annotationKeys, type Step } from '@dataservices/plan';
import type { ClaimView } from './claim-view.ts';
import type { Member } from './member.ts';
import type { MemberAction } from './member-action.ts';

export type RetiredVolumeInput = {
  /** How many are wanted; at 0 the service is stopped, and nobody has left. */
  readonly replicas: number;
  readonly members: readonly Member[];
  /** What to mark with: another word for each retirement, so that a member can tell which one it has dealt with. Default `true`. */
  readonly mark?: string;
  /** Whether it has left for good, by the service's own membership: what its volume holds is of the past from now on. */
  readonly hasLeft: (member: Member) => boolean;
  /** Whether it does its part again, with what its volume holds now. */
  readonly hasReturned: (member: Member) => boolean;
};

/**
 * Precondition: a member has left and its volume is kept, or it has returned to such a volume and does its part again.
 * Effect: the volume claim is marked as retired, or no longer.
 *
 * Prevents: a member that returns with an old identity or old data of its own, as if it had never left; and one that sets aside
 * what it has written since it returned. Whoever starts a member asks for the mark before, and it stays until the member is in step.
 */
export function markRetiredVolume(input: RetiredVolumeInput): Step<MemberAction> | undefined {
  const { replicas, members, mark: word = 'true', hasLeft, hasReturned } = input;
  if (replicas === 0) return undefined;
  for (const member of members) {
    const { claim, ordinal, name } = member;
    if (claim === undefined || claim.isTerminating) continue;
    if (ordinal >= replicas && !claim.isRetired && hasLeft(member))
      return mark('RetainVolume', `${name} has left, its volume is kept`, claim, word);
    if (ordinal < replicas && claim.isRetired && hasReturned(member))
      return mark('AdoptVolume', `${name} is back with its volume`, claim, null);
  }
  return undefined;
}

function mark(rule: string, reason: string, { name, uid }: ClaimView, value: string | null): Step<MemberAction> {
  return { rule, reason, actions: [{ kind: 'annotate-claim', name, uid, annotations: { [annotationKeys.retired]: value } }] };
}
