import { ordinalOf, type RequestRecord, replaceMember as replace, runningRequest } from '@dataservices/members';
import type { Role } from '../names.ts';
import type { KafkaMember, Observed } from '../observed.ts';
import { isHealthy, wantedCount } from './health.ts';
import { mayLoseVolume } from './may-restart.ts';
import { othersWhole } from './roll-one-member.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: `dataservices.dev/replace-member` asks for it, and everybody else does their part.
 * Effect: the member's volume is condemned, then its pod is deleted. A broker comes back empty and gets its replicas from the others; a controller
 * listens under a new identity, and its old one is taken out of the quorum before.
 *
 * Prevents: the last copy of a partition thrown away, and a quorum without a majority.
 */
export const replaceMember: KafkaRule = (observed) => {
  const request = runningRequest(observed.cluster.status.requests, 'replace-member');
  return replace({
    request,
    ...sameRole(observed, request),
    othersWhole: (member) => othersWhole(observed, member),
    mayGo: (member) => mayLoseVolume(observed, member),
    isHealthy: (member) => isHealthy(observed, member),
  })?.step;
};

/** Those that the named member is one of, and how many of them are wanted. */
export function sameRole(
  observed: Observed,
  request: Pick<RequestRecord, 'pod'> | undefined,
): { readonly members: readonly KafkaMember[]; readonly replicas: number } {
  const role: Role = ordinalOf(request?.pod ?? '', observed.names.controller) === undefined ? 'broker' : 'controller';
  return { members: role === 'broker' ? observed.brokers : observed.controllers, replicas: wantedCount(observed, role) };
}
