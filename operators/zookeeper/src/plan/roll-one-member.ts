import { rollOneMember as rollOne } from '@dataservices/members';
import type { Observed, ZookeeperMember } from '../observed.ts';
import { mustRestartForCertificate } from './certificate-restart.ts';
import { type Ensemble, ensembleOf, entryOf } from './ensemble.ts';
import { isWhole } from './health.ts';
import { outdatedIn } from './outdated.ts';
import type { ZookeeperRule } from './rule.ts';

/**
 * Precondition: every member does its part and is in step, and a pod is of an outdated template, or its server is of a version that does not
 * load another certificate while it runs.
 * Effect: one pod is deleted: observers first, then followers, each from the highest ordinal down, and the leader last. Who leads is
 * looked at before each.
 *
 * Prevents: two members away at once; more than one election in a roll; and a roll that goes on past a member that does not come back.
 */
export const rollOneMember: ZookeeperRule = (observed) => {
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined || !isWhole(observed)) return undefined;
  const isOutdated = outdatedIn(observed);
  const decision = rollOne({
    order: inOrder(observed, ensemble),
    isOutdated: (member) => isOutdated(member) || mustRestartForCertificate(observed, member),
    whole: true,
    mayGo: () => true,
  });
  if (decision === undefined || isOutdated(decision.member)) return decision?.step;
  return { ...decision.step, reason: `${decision.member.name} restarts to show another certificate` };
};

function inOrder({ members }: Observed, ensemble: Ensemble): readonly ZookeeperMember[] {
  const rank = (member: ZookeeperMember) => {
    if (member.name === ensemble.leader.name) return 2;
    return entryOf(ensemble, member)?.role === 'participant' ? 1 : 0;
  };
  return members.toSorted((a, b) => rank(a) - rank(b) || b.ordinal - a.ordinal);
}
