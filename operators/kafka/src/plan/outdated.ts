import { isOutdated as isPodOutdated } from '@dataservices/members';
import type { Role } from '../names.ts';
import type { KafkaMember, Observed } from '../observed.ts';
import { podHashOf } from '../resources/stateful-set.ts';

/** What is observed never changes, several rules ask, and the hash of a whole template takes its time. */
const hashes = new WeakMap<Observed, Readonly<Record<Role, string>>>();

/** Tells whether a member's pod was made from another template than the one that is wanted now. */
export function outdatedIn(observed: Observed): (member: Pick<KafkaMember, 'pod' | 'role'>) => boolean {
  const wanted = hashes.get(observed) ?? { broker: podHashOf(observed, 'broker'), controller: podHashOf(observed, 'controller') };
  hashes.set(observed, wanted);
  return ({ pod, role }) => isPodOutdated(pod, wanted[role]);
}
