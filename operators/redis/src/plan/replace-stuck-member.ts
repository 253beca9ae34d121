import { replaceStuckMember as replaceStuck } from '@dataservices/members';
import { compareVersions } from '@dataservices/plan';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { configHashOf } from '../resources/stateful-sets.ts';
import { isHealthy } from './health.ts';
import { leadershipOf } from './leadership.ts';
import { isDataMember, isOutdated } from './outdated.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: a pod of an outdated template is not ready, or a replica that cannot follow a newer master, or one does not start with settings that have been replaced by now, and its
 * server is of no use to anybody.
 * Effect: it is deleted, so that it comes back from the wanted template, whatever state the rest is in.
 *
 * Prevents: a bad image or setting that cannot be taken back, because its pod never becomes ready and the roll waits for it.
 */
export const replaceStuckMember: RedisRule = (observed) => {
  const members = observed.members.map((member) => (isLeftBehind(observed, member) ? unready(member) : member));
  return replaceStuck({
    members: [...members, ...observed.sentinels],
    isOutdated: (member) => isOutdated(observed, member) || isOfOldConfig(observed, member),
    isNeeded: (member) => isNeeded(observed, member),
  });
};

/** A replica of a newer master that has lost its link: it cannot read a whole copy, and would ask for one for ever. */
function isLeftBehind(observed: Observed, { server }: DataMember): boolean {
  const { master, isFailoverInProgress } = leadershipOf(observed);
  if (master === undefined || isFailoverInProgress || server.state !== 'serving' || server.role !== 'replica') return false;
  return !server.isLinkUp && server.masterHost === master.host && compareVersions(server.version, master.server.version) < 0;
}

/** Its probe asks only whether it was in step once. */
function unready({ pod, ...member }: DataMember): DataMember {
  return { ...member, ...(pod !== undefined && { pod: { ...pod, isReady: false } }) };
}

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
