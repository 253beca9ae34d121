import type { Step } from '@dataservices/plan';
import type { Member } from './member.ts';
import type { MemberAction } from './member-action.ts';
import { podDeletion } from './pod-deletion.ts';

export type StuckInput<M extends Pick<Member, 'name' | 'pod'>> = {
  readonly members: readonly M[];
  readonly isOutdated: (member: M) => boolean;
  /** Whether it leads, or does its part although the kubelet does not say so yet. */
  readonly isNeeded: (member: M) => boolean;
};

/**
 * Precondition: a pod of an outdated template is not ready, and nobody needs it.
 * Effect: it is deleted, so that it comes back from the wanted template, whatever state the rest is in.
 *
 * Prevents: a bad image or setting that cannot be taken back, because its pod never becomes ready and the roll waits for it.
 */
export function replaceStuckMember<M extends Pick<Member, 'name' | 'pod'>>(input: StuckInput<M>): Step<MemberAction> | undefined {
  const { members, isOutdated, isNeeded } = input;
  const pod = members.find(
    (member) => member.pod !== undefined && !member.pod.isReady && !member.pod.isTerminating && isOutdated(member) && !isNeeded(member),
  )?.pod;
  if (pod === undefined) return undefined;
  const cause = pod.problem === undefined ? '' : ` (${pod.problem})`;
  return {
    rule: 'ReplaceStuckMember',
    reason: `${pod.name} is not ready and of an outdated template${cause}`,
    actions: [podDeletion(pod)],
  };
}
