import { rollOneMember as rollOne } from '@dataservices/members';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { isWhole } from './health.ts';
import { isServing, leadershipOf } from './leadership.ts';
import { heldRoll } from './memory-in-use.ts';
import { isDataMember, isOutdated } from './outdated.ts';
import { restartNote } from './restart-note.ts';
import type { RedisRule, RedisStep } from './rule.ts';
import { switchAwayFrom } from './switch-away-from.ts';

const handsOver = 'it hands over first';

/**
 * Precondition: every member is healthy, a pod is of an outdated template, it is not just writing its append-only file, and its
 * data fits into the memory that it is to have.
 * Effect: one pod is deleted: sentinels first, then replicas from the highest ordinal down, the master last and only after
 * it has handed over.
 *
 * Prevents: two members down at once, and a roll that goes on past a member that does not come back.
 */
export const rollOneMember: RedisRule = (observed) => {
  if (!isWhole(observed)) return undefined;
  const { master } = leadershipOf(observed);
  const replicas = observed.members.filter(({ name }) => name !== master?.name).toReversed();
  const isHeld = heldRoll(observed) !== undefined;
  const roll = rollOne({
    order: [...observed.sentinels.toReversed(), ...replicas, ...(master === undefined ? [] : [master])],
    isOutdated: (member) => isOutdated(observed, member) && !(isHeld && isDataMember(member)),
    whole: true,
    mayGo: (member) => {
      if (isRewriting(member)) return 'it is writing its append-only file';
      // Only a master without replicas may go without handing over: there is nobody to hand over to.
      return member.name !== master?.name || observed.cluster.spec.replicas === 1 || handsOver;
    },
  });
  if (roll === undefined) return undefined;
  if (roll.waitsFor === handsOver) return handOver(observed, roll.member.name);
  return { ...roll.step, reason: `${roll.step.reason}${restartNote(observed)}` };
};

/** Redis does not stop before the first file is whole, and is killed when its time to stop has run out. */
function isRewriting(member: DataMember | SentinelMember): boolean {
  return isDataMember(member) && isServing(member) && member.server.isRewriting;
}

function handOver(observed: Observed, name: string): RedisStep | undefined {
  const master = observed.members.find((member) => member.name === name);
  const actions = master && switchAwayFrom(observed, master);
  return (
    actions && {
      rule: 'RollOneMember',
      reason: `${name} hands over before it restarts for a changed template${restartNote(observed)}`,
      actions,
    }
  );
}
