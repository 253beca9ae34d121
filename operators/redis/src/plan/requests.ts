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
import { isOutdated } from './outdated.ts';
import { hasRecoveryBegun, recoveryEnd, recoveryRefusal } from './requested-copy.ts';
import { isRotatedFor, isRotating } from './rotate-passwords.ts';
import type { RedisRule } from './rule.ts';
import { switchOverEnd } from './switch-over-on-request.ts';

/** What the status is to hold of requests: those that are known, with how they ended, and those that are new. */
export function requestsOf(observed: Observed): readonly RequestRecord[] {
  const { cluster, members } = observed;
  const taken = takeRequests({
    annotations: cluster.metadata.annotations,
    records: cluster.status.requests,
    members,
    supported: ['restart', 'replace-member', 'switch-over', 'recover-from', 'rotate-passwords'],
    isFormed: cluster.status.clusterId !== undefined,
    hasBegun: (record) => hasBegun(observed, record),
    refusalOf: (request) => (request.name === 'recover-from' ? recoveryRefusal(observed, request) : undefined),
  });
  return settleRequests(taken, (record) => endOf(observed, record));
}

/** Not a switch-over: whoever leads in the end, nothing is left half done. */
function hasBegun(observed: Observed, record: RequestRecord): boolean {
  if (record.name === 'recover-from') return hasRecoveryBegun(observed, record);
  if (record.name === 'rotate-passwords') return isRotatedFor(observed, record);
  return record.name === 'replace-member' && hasReplacementBegun(observed.members, record);
}

function endOf(observed: Observed, record: RequestRecord): RequestEnd | undefined {
  const { members, sentinels, cluster } = observed;
  if (record.name === 'recover-from') return recoveryEnd(observed, record);
  if (record.name === 'switch-over') return switchOverEnd(observed, record);
  if (record.name === 'rotate-passwords') return rotationEnd(observed, record);
  if (record.name !== 'restart') {
    return replacementEnd({ members, replicas: cluster.spec.replicas, isHealthy: (member) => isHealthy(observed, member) }, record);
  }
  return restartEnd({
    isWhole: isWhole(observed),
    isAnyOutdated: [...members, ...sentinels].some((member) => isOutdated(observed, member)),
  });
}

function rotationEnd(observed: Observed, record: RequestRecord): RequestEnd | undefined {
  if (!isRotatedFor(observed, record) || isRotating(observed)) return undefined;
  return { state: 'Handled', message: 'every internal password was changed, and the old ones are refused' };
}

/**
 * Precondition: an annotation asks for something that the status does not hold yet.
 * Effect: none but the status that this pass writes.
 *
 * Prevents: a request that is done twice, or lost, because the operator stopped half-way.
 */
export const takeDownRequest: RedisRule = (observed) => takeDownRequests(observed.cluster.status.requests, requestsOf(observed));
