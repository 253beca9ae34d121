import type { DataMember, Observed, PodView } from '../observed.ts';
import { isWhole } from './health.ts';
import { leadershipOf } from './leadership.ts';
import { isOutdated } from './outdated.ts';
import type { RedisRule } from './rule.ts';
import { switchAwayFrom } from './switch-away-from.ts';

const rule = 'RollOneMember';

/**
 * Precondition: every member is healthy and a pod is of an outdated template.
 * Effect: one pod is deleted: sentinels first, then replicas from the highest ordinal down, the master last and only after
 * it has handed over.
 *
 * Prevents: two members down at once, and a roll that goes on past a member that does not come back.
 */
export const rollOneMember: RedisRule = (observed) => {
  if (!isWhole(observed)) return undefined;
  const sentinel = observed.sentinels.findLast(({ pod }) => pod !== undefined && isOutdated(observed, 'sentinel', pod))?.pod;
  if (sentinel !== undefined) return replace(sentinel);
  const { master } = leadershipOf(observed);
  const outdated = observed.members.filter(({ pod }) => pod !== undefined && isOutdated(observed, 'data', pod));
  const replica = outdated.findLast(({ name }) => name !== master?.name)?.pod;
  if (replica !== undefined) return replace(replica);
  const [last] = outdated;
  if (last?.pod === undefined) return undefined;
  // Only a master without replicas may go without handing over: there is nobody to hand over to.
  return observed.cluster.spec.replicas === 1 ? replace(last.pod) : handOver(observed, last);
};

function replace(pod: PodView) {
  return {
    rule,
    reason: `${pod.name} restarts for a changed template`,
    actions: [{ kind: 'delete-pod' as const, pod: pod.name, uid: pod.uid }],
  };
}

function handOver(observed: Observed, master: DataMember) {
  const actions = switchAwayFrom(observed, master);
  return actions && { rule, reason: `${master.name} hands over before it restarts for a changed template`, actions };
}
