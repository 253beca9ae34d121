import { markRetiredVolume } from '@dataservices/members';
import { isHealthy } from './health.ts';
import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: a member has left and its volume is kept while one that stays leads; or a member is back with such a volume and in step.
 * Effect: its volume claim is marked as retired, or no longer. What a retired volume holds lives on only if a person says so, and its member
 * is not to be elected before it has copied from the master.
 *
 * Prevents: a cluster that was stopped and comes back larger being led by the data of a member that had left long before; and such
 * a member being elected in the moment between its return and its synchronisation.
 */
export const markRetainedVolume: RedisRule = (observed) => {
  const { members, cluster } = observed;
  const { replicas } = cluster.spec;
  const { master } = leadershipOf(observed);
  return markRetiredVolume({
    replicas,
    members,
    hasLeft: ({ pod }) => pod === undefined && master !== undefined && master.ordinal < replicas,
    hasReturned: ({ name }) => members.some((member) => member.name === name && isHealthy(observed, member)),
  });
};
