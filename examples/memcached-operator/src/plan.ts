import { isOutdated, type Member, type MemberAction, replaceStuckMember, rollOneMember } from '@dataservices/members';
import { firstMatch, type Plan, type Rule } from '@dataservices/plan';
import type { Memcached } from './memcached.ts';
import { podHashOf, service, statefulSetOf } from './objects.ts';

/** Everything that a plan may know; nothing else may influence it. */
export type Observed = { readonly now: number; readonly cluster: Memcached; readonly members: readonly Member[] };

type MemcachedRule = Rule<Observed, MemberAction>;

/** A pod that is being stopped says for a while that it is ready. */
export function isUp({ pod }: Member): boolean {
  return pod?.isReady === true && !pod.isTerminating;
}

/** Prevents: a bad image that cannot be taken back, because the roll waits for a pod that never becomes ready. */
const replaceStuck: MemcachedRule = ({ cluster, members }) =>
  replaceStuckMember({ members, isOutdated: ({ pod }) => isOutdated(pod, podHashOf(cluster)), isNeeded: () => false });

/** Prevents: two members that are empty at once, because the next one restarts before the last one is back. */
const awaitMembers: MemcachedRule = ({ cluster, members }) => {
  const missing = members.filter((member) => (member.ordinal < cluster.spec.replicas ? !isUp(member) : member.pod !== undefined));
  if (missing.length === 0) return undefined;
  return { rule: 'AwaitMembers', reason: `waiting for ${missing.map(({ name }) => name).join(', ')}`, actions: [] };
};

const roll: MemcachedRule = ({ cluster, members }) => {
  const isOld = ({ pod }: Member) => isOutdated(pod, podHashOf(cluster));
  return rollOneMember({ order: members.toReversed(), isOutdated: isOld, whole: true, mayGo: () => true })?.step;
};

/** The whole decision: what is harmless and always applied, and the one step of the first rule that fires. */
export function plan(observed: Observed): Plan<MemberAction> {
  const step = firstMatch([replaceStuck, awaitMembers, roll], observed);
  return { applies: [service(observed.cluster), statefulSetOf(observed.cluster)], ...(step !== undefined && { step }) };
}
