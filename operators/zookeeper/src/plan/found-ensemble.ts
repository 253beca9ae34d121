import type { Observed } from '../observed.ts';
import { isServing } from './ensemble.ts';
import { clusterIdOf } from './identity.ts';
import { isToBeFounded } from './origin.ts';
import type { ZookeeperRule } from './rule.ts';

/**
 * Precondition: the status says that the ensemble is to be founded, and that nobody has served yet; the first member's pod is there.
 * Effect: that one is ordered to found the ensemble alone, which it obeys only on an empty volume. All others join it.
 *
 * Prevents: two ensembles. Founded by one, there is nothing to agree on; and nobody else holds anything before the status says that the
 * ensemble is there, from when on this order is never given again.
 */
export const foundEnsemble: ZookeeperRule = (observed) => {
  if (!isToBeFounded(observed) || observed.cluster.spec.replicas === 0 || observed.members.some(isServing)) return undefined;
  const founder = founderOf(observed);
  if (founder?.pod === undefined || founder.pod.isTerminating || founder.order !== undefined) return undefined;
  const { name: pod, uid } = founder.pod;
  return {
    rule: 'FoundEnsemble',
    reason: `${pod} founds the ensemble: there was no volume before`,
    actions: [{ kind: 'order-founding', pod, uid, clusterId: clusterIdOf(observed) }],
    requeueAfterMs: 500,
  };
};

function founderOf({ members }: Observed) {
  return members.find(({ ordinal }) => ordinal === 0);
}
