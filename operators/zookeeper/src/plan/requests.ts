import { memberRequests, type RequestRecord, takeDownRequests } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { isHealthy, isWhole } from './health.ts';
import { outdatedIn } from './outdated.ts';
import type { ZookeeperRule } from './rule.ts';

/** What the status is to hold of requests: those that are known, with how they ended, and those that are new. */
export function requestsOf(observed: Observed): readonly RequestRecord[] {
  const { cluster, members } = observed;
  return memberRequests({
    annotations: cluster.metadata.annotations,
    records: cluster.status.requests,
    members,
    replicas: cluster.spec.replicas,
    isFormed: cluster.status.ensemble?.formed === true,
    isWhole: isWhole(observed),
    isHealthy: (member) => isHealthy(observed, member),
    isOutdated: outdatedIn(observed),
  });
}

/**
 * Precondition: an annotation asks for something that the status does not hold yet.
 * Effect: none but the status that this pass writes.
 *
 * Prevents: a request that is done twice, or lost, because the operator stopped half-way.
 */
export const takeDownRequest: ZookeeperRule = (observed) => takeDownRequests(observed.cluster.status.requests, requestsOf(observed));
