import { replaceStuckMember as replaceStuck } from '@dataservices/members';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { configHashOf } from '../resources/stateful-sets.ts';
import { isHealthy } from './health.ts';
import { isDataMember, isOutdated } from './outdated.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: a pod of an outdated template is not ready, or one does not start with settings that have been replaced by now, and its
 * server is of no use to anybody.
 * Effect: it is deleted, so that it comes back from the wanted template, whatever state the rest is in.
 *
 * Prevents: a bad image or setting that cannot be taken back, because its pod never becomes ready and the roll waits for it.
 */
export const replaceStuckMember: RedisRule = (observed) =>
  replaceStuck({
    members: [...observed.members, ...observed.sentinels],
    isOutdated: (member) => isOutdated(observed, member) || isOfOldConfig(observed, member),
    isNeeded: (member) => isNeeded(observed, member),
  });

/** It does not start, and would start with other settings by now; its own copy of them is renewed only once in a minute or so. */
function isOfOldConfig(observed: Observed, { pod }: DataMember | SentinelMember): boolean {
  if (pod?.problem === undefined || pod.isServerRunning || pod.configHash === undefined) return false;
  return pod.configHash !== configHashOf(observed);
}

/** Whoever leads, or does its part although the kubelet does not say so yet. */
function isNeeded(observed: Observed, member: DataMember | SentinelMember): boolean {
  if (!isDataMember(member)) return member.view.state !== 'unreachable';
  return isHealthy(observed, member) || (member.server.state === 'serving' && member.server.role === 'master');
}
