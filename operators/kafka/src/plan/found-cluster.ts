import { hostOf, ordinalOfNode, ports } from '../names.ts';
import type { KafkaMember, Observed } from '../observed.ts';
import { foundingOrder } from '../resources/order.ts';
import { clusterIdOf } from './identity.ts';
import { isToBeFounded } from './origin.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: the status says that the cluster is to be founded, by whom, and that nobody has served yet; a founder's pod is there.
 * Effect: the founders are ordered to found the cluster together, which each obeys only on an empty volume. All later controllers join it.
 *
 * Prevents: two clusters, and a controller that votes without what it has voted before: once the status says that the cluster is there, this order
 * is never given again, so that a lost volume makes a new voter and not an old one that has forgotten.
 */
export const foundCluster: KafkaRule = (observed) => {
  if (!isToBeFounded(observed) || observed.cluster.spec.replicas === 0 || observed.quorum?.leaderId !== undefined) return undefined;
  const order = orderFor(observed);
  const actions = observed.controllers.flatMap((member) => {
    const { pod } = member;
    if (!isFounder(observed, member) || pod === undefined || pod.isTerminating || member.order !== undefined) return [];
    return [{ kind: 'order-founding' as const, pod: pod.name, uid: pod.uid, order }];
  });
  if (actions.length === 0) return undefined;
  const names = actions.map(({ pod }) => pod).join(', ');
  return { rule: 'FoundCluster', reason: `${names}: found the cluster, there was no volume before`, actions, requeueAfterMs: 500 };
};

function isFounder({ cluster }: Observed, { nodeId }: KafkaMember): boolean {
  return cluster.status.kraft?.founders?.some(({ id }) => id === nodeId) ?? false;
}

/** By what the status says alone, and not by who is there: every founder is told the same. */
function orderFor(observed: Observed): string {
  const founders = (observed.cluster.status.kraft?.founders ?? []).map(({ id, directoryId }) => ({
    host: hostOf(observed.names, 'controller', ordinalOfNode(id)),
    nodeId: id,
    directoryId,
  }));
  return foundingOrder(clusterIdOf(observed), founders, ports.controller);
}
