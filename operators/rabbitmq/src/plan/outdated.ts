import { isOutdated as isPodOutdated } from '@dataservices/members';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { podHashOf } from '../resources/stateful-set.ts';

/** Tells whether a member's pod was made from another template than the one that is wanted now. */
export function outdatedIn(observed: Observed): (member: Pick<RabbitmqMember, 'pod'>) => boolean {
  const wantedHash = podHashOf(observed);
  return ({ pod }) => isPodOutdated(pod, wantedHash);
}
