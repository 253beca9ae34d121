import { continues } from './continues.ts';
import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: a majority of the sentinels names a live master, no failover is going on, and another member says that it is one too
 * whose history is not the continuation of the master's: that would be the one that Sentinel has just promoted.
 * Effect: the other becomes a replica and its clients are sent away.
 *
 * Prevents: writes that are acknowledged by a master that has been replaced, and lost when it is demoted. A master that was
 * hung takes some ten seconds of them before Sentinel itself reconfigures it.
 */
export const fenceSecondMaster: RedisRule = (observed) => {
  const { master, servingMasters, isFailoverInProgress } = leadershipOf(observed);
  if (master === undefined || isFailoverInProgress) return undefined;
  const other = servingMasters.find((member) => member !== master && !continues(member.server.lineage, master.server.lineage));
  if (other === undefined) return undefined;
  return {
    rule: 'FenceSecondMaster',
    reason: `${other.name} says that it is the master, but a majority of the sentinels names ${master.name}`,
    actions: [
      { kind: 'replica-of', pod: other.name, masterHost: master.host },
      { kind: 'disconnect-clients', pod: other.name },
    ],
  };
};
