import { replaceMember as replace, runningRequest } from '@dataservices/members';
import type { DataMember, Observed } from '../observed.ts';
import { isElectable, isHealthy, isWatching, wantedMembers, wantedSentinels } from './health.ts';
import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';
import { switchAwayFrom } from './switch-away-from.ts';

/**
 * Precondition: `dataservices.dev/replace-member` asks for it, and everybody else does its part.
 * Effect: the member's volume is condemned, then its pod is deleted; it comes back empty and copies from the master. A master hands
 * over first.
 *
 * Prevents: the last good copy thrown away, and two members without data at once.
 */
export const replaceMember: RedisRule = (observed) => {
  const decision = replace({
    request: runningRequest(observed.cluster.status.requests, 'replace-member'),
    members: observed.members,
    replicas: observed.cluster.spec.replicas,
    othersWhole: (member) => othersWhole(observed, member),
    mayGo: (member) => mayGo(observed, member),
    isHealthy: (member) => isHealthy(observed, member),
  });
  if (decision === undefined) return undefined;
  const { master } = leadershipOf(observed);
  const isLeading = decision.waitsFor !== undefined && decision.member.name === master?.name;
  const actions = isLeading && othersWhole(observed, decision.member) === true ? switchAwayFrom(observed, decision.member) : undefined;
  if (actions === undefined) return decision.step;
  return { rule: decision.step.rule, reason: `${decision.member.name} hands over before it is replaced`, actions };
};

function othersWhole(observed: Observed, { name }: DataMember): true | string {
  const missing = [
    ...wantedMembers(observed).filter((member) => member.name !== name && !isElectable(observed, member)),
    ...wantedSentinels(observed).filter((sentinel) => !isWatching(sentinel)),
  ];
  return missing.length === 0 || `${missing.map((member) => member.name).join(', ')} must do their part first`;
}

function mayGo(observed: Observed, { name }: DataMember): true | string {
  const { master } = leadershipOf(observed);
  if (master === undefined) return 'nobody leads';
  if (master.name === name) return 'it leads, and there is nobody to hand over to';
  return true;
}
