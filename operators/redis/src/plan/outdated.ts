import { isOutdated as isPodOutdated } from '@dataservices/members';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { podHashOf } from '../resources/stateful-sets.ts';

/** Whether a member's pod was made from another template than the one that is wanted now. */
export function isOutdated(observed: Observed, member: DataMember | SentinelMember): boolean {
  return isPodOutdated(member.pod, podHashOf(observed, isDataMember(member) ? 'data' : 'sentinel'));
}

export function isDataMember(member: DataMember | SentinelMember): member is DataMember {
  return 'server' in member;
}
