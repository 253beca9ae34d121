import { type MemberAction, replaceMember as replace, runningRequest } from '@dataservices/members';
import type { Observed, ZookeeperMember } from '../observed.ts';
import { ensembleOf, otherEnsembleOf } from './ensemble.ts';
import { isHealthy, wantedMembers } from './health.ts';
import type { ZookeeperRule } from './rule.ts';

/**
 * Precondition: `dataservices.dev/replace-member` asks for it, and everybody else does its part, or the member serves another ensemble: then
 * this one loses nothing by it.
 * Effect: the member's volumes are condemned, then its pod is deleted; it comes back empty, copies the data, and only then votes again.
 *
 * Prevents: the last copy thrown away, and an ensemble that loses its majority to a replacement.
 */
export const replaceMember: ZookeeperRule = (observed) => {
  const decision = replace({
    request: runningRequest(observed.cluster.status.requests, 'replace-member'),
    members: observed.members,
    replicas: observed.cluster.spec.replicas,
    othersWhole: (member) => othersWhole(observed, member),
    mayGo: (member) => mayGo(observed, member),
    isHealthy: (member) => isHealthy(observed, member),
  });
  return decision && { ...decision.step, actions: decision.step.actions.flatMap((action) => withLog(decision.member, action)) };
};

/**
 * The volume of the log is condemned before that of the data: while the old one of the data is as it was, it is still to be done, and so
 * nobody has to remember it.
 */
function withLog({ logClaim: log }: ZookeeperMember, action: MemberAction): readonly MemberAction[] {
  const isDue = action.kind === 'condemn-claim' && log !== undefined && !log.isTerminating;
  return isDue ? [{ kind: 'condemn-claim', name: log.name, uid: log.uid }, action] : [action];
}

function othersWhole(observed: Observed, asked: ZookeeperMember): true | string {
  if (otherEnsembleOf(observed, asked) !== undefined) return true;
  const missing = wantedMembers(observed).filter((member) => member.name !== asked.name && !isHealthy(observed, member));
  return missing.length === 0 || `${missing.map((member) => member.name).join(', ')} must do their part first`;
}

function mayGo(observed: Observed, { id }: ZookeeperMember): true | string {
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined) return 'nobody leads';
  const isOnlyVoter = ensemble.voters.length === 1 && ensemble.voters.some((voter) => voter.id === id);
  return isOnlyVoter ? 'it is the only one that votes: set spec.replicas to 3 first' : true;
}
