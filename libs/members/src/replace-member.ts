import type { Member } from './member.ts';
import type { MemberAction } from './member-action.ts';
import type { MemberDecision } from './member-decision.ts';
import { podDeletion } from './pod-deletion.ts';
import type { RequestEnd, RequestRecord } from './request-record.ts';

export type ReplaceMemberInput<M extends Member> = {
  /** The running request, as the status has it. */
  readonly request: RequestRecord | undefined;
  readonly members: readonly M[];
  readonly replicas: number;
  /** Whether everybody but this one does its part; else what is amiss, in a few words. */
  readonly othersWhole: (member: M) => true | string;
  /** Whether its data may be thrown away: it does not lead, and others have all that it has. Else why not, in a few words. */
  readonly mayGo: (member: M) => true | string;
  readonly isHealthy: (member: M) => boolean;
};

const rule = 'ReplaceMember';

/**
 * Precondition: the replacement of a member is asked for and taken down in the status.
 * Effect: its volume claim is condemned, then its pod is deleted; each only while everybody else is well and the service can miss
 * it. What was done is seen from the claim and the pod that are there: those that the request was about, or others.
 *
 * Prevents: a pod that comes back with the volume that was to go; two members without their data at once; the last good copy thrown
 * away; and a member that was replaced already being replaced again.
 */
export function replaceMember<M extends Member>(input: ReplaceMemberInput<M>): MemberDecision<M> | undefined {
  const { request, members } = input;
  const member = members.find(({ name }) => name === request?.pod);
  if (request === undefined || member === undefined || replacementEnd(input, request) !== undefined) return undefined;
  const action = nextAction(member, request);
  if (action === undefined) return waiting(member, whatComes(member, request));
  const whole = input.othersWhole(member);
  const verdict = whole === true ? input.mayGo(member) : whole;
  if (verdict !== true) return waiting(member, verdict);
  return { member, step: { rule, reason: `${member.name} is replaced, with its volume`, actions: [action] } };
}

/** How the request ends, once it does; undefined while it goes on. */
export function replacementEnd<M extends Member>(
  { members, replicas, isHealthy }: Pick<ReplaceMemberInput<M>, 'members' | 'replicas' | 'isHealthy'>,
  request: RequestRecord,
): RequestEnd | undefined {
  const member = members.find(({ name }) => name === request.pod);
  if (member === undefined || member.ordinal >= replicas) return { state: 'Refused', message: `${request.pod} is not wanted any more` };
  if (replicas === 1 && !hasReplacementBegun(members, request))
    return { state: 'Refused', message: `${member.name} is the only member, and has the only copy: add another first, then ask again` };
  if (isPastOf(member, request) || !isHealthy(member)) return undefined;
  return { state: 'Handled', message: `${member.name} was replaced, with its volume` };
}

/** Whether something of the replacement was done: then it cannot be taken back. */
export function hasReplacementBegun(members: readonly Member[], request: RequestRecord): boolean {
  const member = members.find(({ name }) => name === request.pod);
  return member !== undefined && (member.claim?.isTerminating === true || !isPastOf(member, request));
}

/** Whether the pod or the volume that is to go is still there. */
function isPastOf({ pod, claim }: Member, { podUid, claimUid }: RequestRecord): boolean {
  return (pod !== undefined && pod.uid === podUid) || (claim !== undefined && claim.uid === claimUid);
}

function nextAction({ pod, claim }: Member, { podUid, claimUid }: RequestRecord): MemberAction | undefined {
  const isOldClaim = claim !== undefined && claim.uid === claimUid;
  if (isOldClaim && !claim.isTerminating) return { kind: 'condemn-claim', name: claim.name, uid: claim.uid };
  // Whatever pod is there holds the condemned volume, be it the old one or not.
  const isInTheWay = pod !== undefined && !pod.isTerminating && (isOldClaim || pod.uid === podUid);
  return isInTheWay ? podDeletion(pod) : undefined;
}

function whatComes({ name, pod, claim }: Member, request: RequestRecord): string {
  if (pod?.isTerminating === true && pod.isNodeLost) {
    return `nobody ends ${name} on node ${pod.node}, which is gone or does not report: if it is lost for good, delete the Node, or taint it node.kubernetes.io/out-of-service`;
  }
  if (pod?.isTerminating === true) return `${name} is terminating`;
  if (claim !== undefined && claim.uid === request.claimUid) return `volume claim ${claim.name} is terminating`;
  return pod === undefined ? 'its new pod' : (pod.problem ?? `${name} to do its part with its new volume`);
}

function waiting<M extends Member>(member: M, waitsFor: string): MemberDecision<M> {
  const step = { rule, reason: `${member.name} is being replaced, and waits: ${waitsFor}`, actions: [], requeueAfterMs: 1_000 };
  return { member, waitsFor, step };
}
