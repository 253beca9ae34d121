import { replaceStuckMember as replaceStuck } from '@dataservices/members';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { isHealthy } from './health.ts';
import { isDataMember, isOutdated } from './outdated.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: a pod of an outdated template is not ready, and its server is of no use to anybody.
 * Effect: it is deleted, so that it comes back from the wanted template, whatever state the rest is in.
 *
 * Prevents: a bad image or setting that cannot be taken back, because its pod never becomes ready and the roll waits for it.
 */
export const replaceStuckMember: RedisRule = (observed) =>
  replaceStuck({
    members: [...observed.members, ...observed.sentinels],
    isOutdated: (member) => isOutdated(observed, member),
    isNeeded: (member) => isNeeded(observed, member),
  });

/** Whoever leads, or does its part although the kubelet does not say so yet. */
function isNeeded(observed: Observed, member: DataMember | SentinelMember): boolean {
  if (!isDataMember(member)) return member.view.state !== 'unreachable';
  return isHealthy(observed, member) || (member.server.state === 'serving' && member.server.role === 'master');
}
