import { type RequestEnd, type RequestRecord, runningRequest } from '@dataservices/members';
import type { DataMember, Observed } from '../observed.ts';
import { describeMember } from './await-members.ts';
import { isElectable, isHealthy } from './health.ts';
import { leaderOf } from './leader.ts';
import { leadershipOf } from './leadership.ts';
import { lostMajority } from './lost-majority.ts';
import type { RedisRule } from './rule.ts';
import { switchOverTo } from './switch-away-from.ts';

const rule = 'SwitchOver';

/**
 * Precondition: `dataservices.dev/switch-over` asks for a member to lead, and another one leads.
 * Effect: as soon as that member is in step and the sentinels would promote it, the master hands over to it.
 *
 * Prevents: leadership that is moved by killing whoever has it, and acknowledged writes lost by that.
 */
export const switchOverOnRequest: RedisRule = (observed) => {
  const request = runningRequest(observed.cluster.status.requests, 'switch-over');
  const member = observed.members.find(({ name }) => name === request?.pod);
  if (request === undefined || member === undefined || switchOverEnd(observed, request) !== undefined) return undefined;
  const { master } = leadershipOf(observed);
  const waitsFor = obstacle(observed, member);
  const actions = master === undefined || waitsFor !== undefined ? undefined : switchOverTo(observed, master, member);
  if (master !== undefined && actions !== undefined)
    return { rule, reason: `${master.name} hands over to ${member.name}, as asked`, actions };
  const reason = `${member.name} is to lead, and waits: ${waitsFor ?? 'no sentinel would promote it just now'}`;
  return { rule, reason, actions: [], requeueAfterMs: 1_000 };
};

/** How the request ends, once it does; undefined while it goes on. */
export function switchOverEnd(observed: Observed, { pod }: RequestRecord): RequestEnd | undefined {
  const member = observed.members.find(({ name }) => name === pod);
  if (member === undefined || member.ordinal >= observed.cluster.spec.replicas)
    return { state: 'Refused', message: `${pod} is not wanted any more` };
  return leadershipOf(observed).master?.name === pod ? { state: 'Handled', message: `${pod} leads` } : undefined;
}

/** Why it cannot lead yet, in a few words. */
function obstacle(observed: Observed, member: DataMember): string | undefined {
  if (leaderOf(observed) === undefined) return 'nobody leads who could hand over';
  const lost = lostMajority(observed);
  if (lost !== undefined) return `it takes a majority of the sentinels: ${lost}`;
  if (!isHealthy(observed, member)) return `it is not in step (${describeMember(observed, member)})`;
  return isElectable(observed, member) ? undefined : 'most sentinels do not know it yet as one to promote';
}
