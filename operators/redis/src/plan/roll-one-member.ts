import { rollOneMember as rollOne } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import { isWhole } from './health.ts';
import { leadershipOf } from './leadership.ts';
import { isDataMember, isOutdated } from './outdated.ts';
import type { RedisRule, RedisStep } from './rule.ts';
import { switchAwayFrom } from './switch-away-from.ts';

/**
 * Precondition: every member is healthy and a pod is of an outdated template.
 * Effect: one pod is deleted: sentinels first, then replicas from the highest ordinal down, the master last and only after
 * it has handed over.
 *
 * Prevents: two members down at once, and a roll that goes on past a member that does not come back.
 */
export const rollOneMember: RedisRule = (observed) => {
  if (!isWhole(observed)) return undefined;
  const { master } = leadershipOf(observed);
  const replicas = observed.members.filter(({ name }) => name !== master?.name).toReversed();
  const roll = rollOne({
    order: [...observed.sentinels.toReversed(), ...replicas, ...(master === undefined ? [] : [master])],
    isOutdated: (member) => isOutdated(observed, member),
    whole: true,
    // Only a master without replicas may go without handing over: there is nobody to hand over to.
    mayGo: ({ name }) => name !== master?.name || observed.cluster.spec.replicas === 1 || 'it hands over first',
  });
  if (roll === undefined) return undefined;
  return roll.waitsFor !== undefined && isDataMember(roll.member) ? handOver(observed, roll.member.name) : roll.step;
};

function handOver(observed: Observed, name: string): RedisStep | undefined {
  const master = observed.members.find((member) => member.name === name);
  const actions = master && switchAwayFrom(observed, master);
  return actions && { rule: 'RollOneMember', reason: `${name} hands over before it restarts for a changed template`, actions };
}
