import type { Member } from './member.ts';
import type { MemberDecision } from './member-decision.ts';
import { podDeletion } from './pod-deletion.ts';

export type RollInput<M extends Pick<Member, 'name' | 'pod'>> = {
  /** In the order of replacement: whoever is missed least first, whoever leads last. */
  readonly order: readonly M[];
  readonly isOutdated: (member: M) => boolean;
  /** Whether every member does its part and the loss of any one would be coped with; else what is amiss, in a few words. */
  readonly whole: true | string;
  /** Whether this one can be missed now; else why not, in a few words. Asked for the one whose turn it is, and for no other. */
  readonly mayGo: (member: M) => true | string;
};

/**
 * Precondition: a pod is of an outdated template.
 * Effect: the first of them, in the service's order, is deleted, if all is well and it may go. Nobody overtakes one that may not:
 * a leader that went before its followers would be elected away more than once.
 *
 * Prevents: two members down at once, and a roll that goes on past a member that does not come back.
 */
export function rollOneMember<M extends Pick<Member, 'name' | 'pod'>>({
  order,
  isOutdated,
  whole,
  mayGo,
}: RollInput<M>): MemberDecision<M> | undefined {
  const member = order.find((candidate) => candidate.pod !== undefined && !candidate.pod.isTerminating && isOutdated(candidate));
  if (member?.pod === undefined) return undefined;
  const verdict = whole === true ? mayGo(member) : whole;
  const rule = 'RollOneMember';
  if (verdict !== true) {
    const reason = `${member.name} is to restart for a changed template, and waits: ${verdict}`;
    return { member, waitsFor: verdict, step: { rule, reason, actions: [] } };
  }
  return { member, step: { rule, reason: `${member.name} restarts for a changed template`, actions: [podDeletion(member.pod)] } };
}
