import { stableHash } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { clusterOf, spokesman } from './cluster.ts';
import { isWhole, wantedMembers } from './health.ts';
import { membersOver } from './member-moves.ts';
import type { RabbitmqRule } from './rule.ts';

/** Stands for the pods of now, and over how many of them queues have members: others have joined, or restarted, where it differs. */
export function balanceKey(observed: Observed): string {
  const uids = wantedMembers(observed).flatMap(({ pod }) => (pod === undefined ? [] : [pod.uid]));
  return stableHash([...uids.toSorted(), membersOver(observed) ?? 0]);
}

/**
 * Precondition: the cluster is whole, and its pods are not those over which leaders were spread last.
 * Effect: RabbitMQ spreads the leaders of queues over all nodes; the status takes down for which pods.
 *
 * Prevents: all leaders on the node that restarted first in a roll; and a node that has joined and leads nothing.
 */
export const balanceLeaders: RabbitmqRule = (observed) => {
  const { spec, status } = observed.cluster;
  if (spec.clustering.balanceLeaders === 'Disabled' || spec.replicas < 2 || !isWhole(observed)) return undefined;
  const speaker = spokesman(clusterOf(observed) ?? { nodes: [], reporters: [] });
  if (speaker === undefined || status.formation?.balancedFor === balanceKey(observed)) return undefined;
  return {
    rule: 'BalanceLeaders',
    reason: 'nodes have joined or restarted: leaders of queues are spread over all of them',
    actions: [{ kind: 'rebalance', pod: speaker.name }],
    requeueAfterMs: 1_000,
  };
};
