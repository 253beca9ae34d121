import type { Observed } from '../observed.ts';
import { isServing } from './cluster.ts';
import { clusterIdOf } from './identity.ts';
import { isToBeFounded } from './origin.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: the status says that the cluster is to be founded, and that nobody has served yet; the first node's pod is there.
 * Effect: that one is ordered to found the cluster alone, which it obeys only on an empty volume. All others join it.
 *
 * Prevents: two clusters. RabbitMQ's own discovery of peers has a node go on alone when it finds nobody in time; here one founds, there is
 * nothing to agree on, and once the status says that the cluster is there, this order is never given again.
 */
export const foundCluster: RabbitmqRule = (observed) => {
  if (!isToBeFounded(observed) || observed.cluster.spec.replicas === 0 || observed.members.some(isServing)) return undefined;
  const founder = founderOf(observed);
  if (founder?.pod === undefined || founder.pod.isTerminating || founder.order !== undefined) return undefined;
  const { name: pod, uid } = founder.pod;
  return {
    rule: 'FoundCluster',
    reason: `${pod} founds the cluster: there was no volume before`,
    actions: [{ kind: 'order-founding', pod, uid, clusterId: clusterIdOf(observed) }],
    requeueAfterMs: 500,
  };
};

function founderOf({ members }: Observed) {
  return members.find(({ ordinal }) => ordinal === 0);
}
