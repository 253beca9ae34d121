import { leaderOf } from './leader.ts';
import { lostMajority } from './lost-majority.ts';
import type { RedisRule } from './rule.ts';
import { switchAwayFrom } from './switch-away-from.ts';

/**
 * Precondition: fewer members are wanted, and the master is one of those that go.
 * Effect: it hands over to one that stays; until then the StatefulSet is not made smaller. Where most sentinels are lost, it waits for them: there is no hurry.
 *
 * Prevents: a scale-in that kills the master and loses what was not replicated yet.
 */
export const handOverBeforeRemoval: RedisRule = (observed) => {
  const master = leaderOf(observed);
  const { replicas } = observed.cluster.spec;
  if (master === undefined || replicas === 0 || master.ordinal < replicas) return undefined;
  const rule = 'HandOverBeforeRemoval';
  const lost = lostMajority(observed);
  if (lost !== undefined)
    return { rule, reason: `${master.name} is to leave, and waits for a majority of the sentinels: ${lost}`, actions: [] };
  const actions = switchAwayFrom(observed, master);
  if (actions === undefined) return { rule, reason: `${master.name} is to leave, and waits for a healthy replica that stays`, actions: [] };
  return { rule, reason: `${master.name} is to leave and hands over first`, actions };
};
