import { ensembleOf, entryOf, isConfirmed } from './ensemble.ts';
import type { ZookeeperRule } from './rule.ts';

/**
 * Precondition: a member has left the ensemble, its pod is there, and nothing was committed since.
 * Effect: a write is committed by those who vote now. Only then does the pod go.
 *
 * Prevents: a pod that goes although without it nothing can be committed.
 */
export const confirmMembership: ZookeeperRule = (observed) => {
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined || isConfirmed(ensemble)) return undefined;
  const { replicas } = observed.cluster.spec;
  const left = observed.members.filter((member) => member.ordinal >= replicas && member.pod !== undefined && !entryOf(ensemble, member));
  if (left.length === 0) return undefined;
  return {
    rule: 'ConfirmMembership',
    reason: `${left.map(({ name }) => name).join(', ')} left; the others show that they commit without`,
    actions: [{ kind: 'commit-write', pod: ensemble.leader.name }],
    requeueAfterMs: 200,
  };
};
