import type { RabbitmqAction } from '../action.ts';
import { nodeOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { canLose } from './caught-up.ts';
import { clusterOf, spokesman } from './cluster.ts';
import { isWhole } from './health.ts';
import { hasMembersToBalance, type MemberMove, nextMoves, type OpenMove, openMoves } from './member-moves.ts';
import type { RabbitmqRule } from './rule.ts';

export const balanceMembersRule = 'BalanceMembers';

/**
 * Precondition: the cluster is whole, and a node has joined since the members of quorum queues were spread evenly over all nodes.
 * Effect: some queues at a time are written down in the status; each gets a member on the node that has fewest and, when all its members
 * have caught up, loses the one on the node that has most. Where that is not wanted any more, the new member goes again.
 *
 * Prevents: a node that has joined and does nothing for the queues that were there before: only their members can lead them.
 */
export const balanceMembers: RabbitmqRule = (observed) => {
  const cluster = clusterOf(observed);
  const speaker = cluster === undefined ? undefined : spokesman(cluster);
  if (speaker === undefined || !isWhole(observed)) return undefined;
  const open = openMoves(observed);
  const next = open.length === 0 && hasMembersToBalance(observed.cluster) ? nextMoves(observed) : [];
  if (open.length === 0 && next.length === 0) return undefined;
  const actions = open.flatMap((one) => changeFor(observed, speaker.name, one));
  return {
    rule: balanceMembersRule,
    reason: describe(open.length === 0 ? next : open.map(({ move }) => move)),
    actions,
    requeueAfterMs: 500,
  };
};

/** Whether its other members have caught up may be known in the next pass only. */
function changeFor({ cluster, names }: Observed, pod: string, { move, queue, hasArrived }: OpenMove): readonly RabbitmqAction[] {
  const { vhost, queue: name, from, to } = move;
  const change = { pod, vhost, queue: name };
  if (!hasArrived) return [{ kind: 'add-replica', ...change, node: nodeOf(names, to) }];
  const gone = nodeOf(names, cluster.spec.clustering.balanceMembers === 'Enabled' ? from : to);
  return canLose(queue, gone) ? [{ kind: 'remove-replica', ...change, node: gone }] : [];
}

function describe(moves: readonly MemberMove[]): string {
  return `nodes have joined: members of quorum queues go there: ${moves.map(({ queue, from, to }) => `${queue} from ${from} to ${to}`).join(', ')}`;
}
