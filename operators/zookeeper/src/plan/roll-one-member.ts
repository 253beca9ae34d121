import { rollOneMember as rollOne } from '@dataservices/members';
import type { Observed, ZookeeperMember } from '../observed.ts';
import { type Ensemble, ensembleOf, entryOf } from './ensemble.ts';
import { isWhole } from './health.ts';
import { outdatedIn } from './outdated.ts';
import type { ZookeeperRule } from './rule.ts';

/**
 * Precondition: every member does its part and is in step, and a pod is of an outdated template.
 * Effect: one pod is deleted: observers first, then followers, each from the highest ordinal down, and the leader last. Who leads is
 * looked at before each.
 *
 * Prevents: two members away at once; more than one election in a roll; and a roll that goes on past a member that does not come back.
 */
export const rollOneMember: ZookeeperRule = (observed) => {
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined || !isWhole(observed)) return undefined;
  return rollOne({
    order: inOrder(observed, ensemble),
    isOutdated: outdatedIn(observed),
    whole: true,
    mayGo: () => true,
  })?.step;
};

function inOrder({ members }: Observed, ensemble: Ensemble): readonly ZookeeperMember[] {
  const rank = (member: ZookeeperMember) => {
    if (member.name === ensemble.leader.name) return 2;
    return entryOf(ensemble, member)?.role === 'participant' ? 1 : 0;
  };
  return members.toSorted((a, b) => rank(a) - rank(b) || b.ordinal - a.ordinal);
}
