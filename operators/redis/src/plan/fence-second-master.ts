import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: a majority of the sentinels names a live master, and another member says that it is one too.
 * Effect: the other becomes a replica and its clients are sent away.
 *
 * Prevents: writes that are acknowledged by a master that has been replaced, and lost when it is demoted. A master that was
 * hung takes some ten seconds of them before Sentinel itself reconfigures it.
 */
export const fenceSecondMaster: RedisRule = (observed) => {
  const { master, servingMasters } = leadershipOf(observed);
  const other = servingMasters.find((member) => member !== master);
  if (master === undefined || other === undefined) return undefined;
  return {
    rule: 'FenceSecondMaster',
    reason: `${other.name} says that it is the master, but a majority of the sentinels names ${master.name}`,
    actions: [
      { kind: 'replica-of', pod: other.name, masterHost: master.host },
      { kind: 'disconnect-clients', pod: other.name },
    ],
  };
};
