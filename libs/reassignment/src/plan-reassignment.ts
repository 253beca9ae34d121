import { checkInput } from './check-input.ts';
import type { ReassignmentInput, ReassignmentPlan } from './cluster-state.ts';
import { drain } from './drain.ts';
import { levelLeaders } from './level-leaders.ts';
import { levelReplicas, replicaShares } from './level-replicas.ts';
import { Placement } from './placement.ts';

/**
 * Which replicas go where, so that removed brokers hold nothing, and with `balance` everybody its share.
 *
 * A drain copies exactly what is on the removed brokers, the least that is possible. No partition comes to stand in fewer racks than the
 * remaining brokers force it to. With `balance`, brokers of equal weight end at most one replica and one leader apart where racks allow it. The
 * same input always gives the same plan, whatever its order. A replica on a broker that is not listed stays there.
 *
 * @throws RefusedInput for input that contradicts itself, or asks for fewer brokers than a partition has replicas
 */
export function planReassignment(input: ReassignmentInput): ReassignmentPlan {
  checkInput(input);
  const placement = new Placement(input);
  const shareOf = replicaShares(placement);
  drain(placement, shareOf);
  if (input.mode === 'balance') {
    levelReplicas(placement, shareOf, 'all');
    levelLeaders(placement, () => true);
  } else {
    levelReplicas(placement, shareOf, 'arriving');
    // Who leads and stays goes on leading.
    levelLeaders(placement, ({ from: [leader] }) => leader !== undefined && placement.leaving.has(leader));
  }
  return { moves: placement.moves(), bytes: placement.copiedBytes() };
}
