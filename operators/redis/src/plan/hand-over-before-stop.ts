import { leaderOf } from './leader.ts';
import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';
import { switchAwayFrom } from './switch-away-from.ts';

/**
 * Precondition: the master's pod is being stopped, by a deletion, an eviction or a drained node, and still serves. Where most sentinels are lost, those
 * that are bare are told whom to watch first.
 * Effect: it hands over; its container waits for that before it stops.
 *
 * Prevents: writes that were acknowledged and not replicated when the server stopped, and the seconds without a master that Sentinel needs.
 */
export const handOverBeforeStop: RedisRule = (observed) => {
  const { master: agreed, bare } = leadershipOf(observed);
  const master = agreed ?? (bare.length === 0 ? leaderOf(observed) : undefined);
  if (master?.pod?.isTerminating !== true) return undefined;
  const actions = switchAwayFrom(observed, master);
  return actions && { rule: 'HandOverBeforeStop', reason: `${master.name} is being stopped and hands over first`, actions };
};
