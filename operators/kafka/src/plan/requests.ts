import {
  hasReplacementBegun,
  type RequestRecord,
  replacementEnd,
  restartEnd,
  settleRequests,
  takeDownRequests,
  takeRequests,
} from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { allMembers, isHealthy, isWhole } from './health.ts';
import { outdatedIn } from './outdated.ts';
import { sameRole } from './replace-member.ts';
import type { KafkaRule } from './rule.ts';

/** What the status is to hold of requests: those that are known, with how they ended, and those that are new. */
export function requestsOf(observed: Observed): readonly RequestRecord[] {
  const { cluster } = observed;
  const members = allMembers(observed);
  const taken = takeRequests({
    annotations: cluster.metadata.annotations,
    records: cluster.status.requests,
    members,
    supported: ['restart', 'replace-member'],
    isFormed: cluster.status.kraft?.formed === true,
    hasBegun: (record) => record.name === 'replace-member' && hasReplacementBegun(members, record),
  });
  return settleRequests(taken, (record) =>
    record.name === 'restart'
      ? restartEnd({ isWhole: isWhole(observed), isAnyOutdated: members.some(outdatedIn(observed)) })
      : replacementEnd({ ...sameRole(observed, record), isHealthy: (member) => isHealthy(observed, member) }, record),
  );
}

/**
 * Precondition: an annotation asks for something that the status does not hold yet.
 * Effect: none but the status that this pass writes.
 *
 * Prevents: a request that is done twice, or lost, because the operator stopped half-way.
 */
export const takeDownRequest: KafkaRule = (observed) => takeDownRequests(observed.cluster.status.requests, requestsOf(observed));
