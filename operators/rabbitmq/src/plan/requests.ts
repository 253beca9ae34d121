import {
  hasReplacementBegun,
  type RequestEnd,
  type RequestRecord,
  replacementEnd,
  restartEnd,
  settleRequests,
  takeDownRequests,
  takeRequests,
} from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { isHealthy, isWhole } from './health.ts';
import { outdatedIn } from './outdated.ts';
import type { RabbitmqRule } from './rule.ts';

/** What the status is to hold of requests: those that are known, with how they ended, and those that are new. */
export function requestsOf(observed: Observed): readonly RequestRecord[] {
  const { cluster, members } = observed;
  const taken = takeRequests({
    annotations: cluster.metadata.annotations,
    records: cluster.status.requests,
    members,
    supported: ['restart', 'replace-member'],
    isFormed: cluster.status.formation?.formed === true,
    hasBegun: (record) => record.name === 'replace-member' && hasReplacementBegun(members, record),
  });
  return settleRequests(taken, (record) => endOf(observed, record));
}

function endOf(observed: Observed, record: RequestRecord): RequestEnd | undefined {
  const { members, cluster } = observed;
  if (record.name !== 'restart') {
    return replacementEnd({ members, replicas: cluster.spec.replicas, isHealthy: (member) => isHealthy(observed, member) }, record);
  }
  return restartEnd({ isWhole: isWhole(observed), isAnyOutdated: members.some(outdatedIn(observed)) });
}

/**
 * Precondition: an annotation asks for something that the status does not hold yet.
 * Effect: none but the status that this pass writes.
 *
 * Prevents: a request that is done twice, or lost, because the operator stopped half-way.
 */
export const takeDownRequest: RabbitmqRule = (observed) => takeDownRequests(observed.cluster.status.requests, requestsOf(observed));
