import { type MemberRequest, type RequestEnd, type RequestRecord, runningRequest } from '@dataservices/members';
import type { DataMember, Observed } from '../observed.ts';
import { holdsData } from './best-copy.ts';
import { leadershipOf } from './leadership.ts';

/** The reason of the condition Stalled that asks a person to decide. */
export const undecidedReason = 'ManualDecisionRequired';

/**
 * Whose data is to live on, as `dataservices.dev/recover-from` says, out of those that there are to choose from. The volume has to be the one that
 * was there when the request was taken down.
 */
export function requestedCopy({ cluster }: Observed, candidates: readonly DataMember[]): DataMember | undefined {
  const request = runningRequest(cluster.status.requests, 'recover-from');
  return candidates.find(({ name, claim }) => name === request?.pod && claim?.uid === request.claimUid);
}

/**
 * Why such a request is refused, or undefined where it is not. It is taken only after the decision was asked for: an annotation from before,
 * or one that came with an object from a backup, was about something else.
 */
export function recoveryRefusal({ cluster, members }: Observed, { pod }: MemberRequest): string | undefined {
  const isAsked = cluster.status.conditions?.some(
    ({ type, status, reason }) => type === 'Stalled' && status === 'True' && reason === undecidedReason,
  );
  if (isAsked !== true) return 'nothing had to be decided when this was asked for: ask with a new token when the condition Stalled says so';
  const member = members.find(({ name }) => name === pod);
  return member !== undefined && holdsData(member) ? undefined : `${pod} holds no data that could live on`;
}

/** How such a request ends, once it does; undefined while nobody leads. */
export function recoveryEnd(observed: Observed, { pod }: RequestRecord): RequestEnd | undefined {
  const { master } = leadershipOf(observed);
  if (master === undefined) return undefined;
  if (master.name === pod) return { state: 'Handled', message: `${pod} leads with its data, which the others copy` };
  return { state: 'Refused', message: `${master.name} leads by now: nothing has to be decided any more` };
}

/** Whether a sentinel was told of the choice: then it cannot be taken back. */
export function hasRecoveryBegun(observed: Observed, { pod }: RequestRecord): boolean {
  const host = observed.members.find(({ name }) => name === pod)?.host;
  return leadershipOf(observed).monitoring.some(({ view }) => view.masterHost === host);
}
