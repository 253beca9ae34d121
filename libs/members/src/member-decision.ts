import type { Step } from '@dataservices/plan';
import type { Member } from './member.ts';
import type { MemberAction } from './member-action.ts';

/** What is decided about one member. */
export type MemberDecision<M extends Pick<Member, 'name'> = Member> = {
  /** Whose turn it is. */
  readonly member: M;
  /** Why it stays as it is for now, if so. A service that can do something about it does that instead of `step`. */
  readonly waitsFor?: string;
  /** What to do; no actions while it waits. */
  readonly step: Step<MemberAction>;
};
