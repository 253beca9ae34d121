import type { Observed } from '../observed.ts';
import { isNoRival } from './is-no-rival.ts';
import { type Leadership, leadershipOf, type ServingMember } from './leadership.ts';
import type { RedisRule } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

/**
 * Precondition: a sentinel monitors nothing, and there is one master: named by a majority, or the only one that
 * runs while no sentinel names another that might lead.
 * Effect: the bare sentinels monitor it. A sentinel that knows better pulls them along by its higher epoch.
 *
 * Prevents: a quorum that silently shrinks with every replaced sentinel, until the next loss of the master finds no majority.
 */
export const configureBareSentinel: RedisRule = (observed) => {
  const leadership = leadershipOf(observed);
  if (leadership.bare.length === 0) return undefined;
  const master = leadership.master ?? onlyMaster(observed, leadership);
  if (master === undefined) return undefined;
  return {
    rule: 'ConfigureBareSentinel',
    reason: `${leadership.bare.map(({ name }) => name).join(', ')} knew no master and now follows ${master.name}`,
    actions: leadership.bare.map(({ name }) => ({
      kind: 'monitor' as const,
      pod: name,
      host: master.host,
      settings: sentinelSettings(observed.cluster),
    })),
    requeueAfterMs: 500,
  };
};

function onlyMaster(observed: Observed, { servingMasters, monitoring }: Leadership): ServingMember | undefined {
  const [master, second] = servingMasters;
  if (master === undefined || second !== undefined) return undefined;
  const rivals = monitoring.filter(({ view }) => view.masterHost !== master.host && !isNoRival(observed, view.masterHost, master));
  return rivals.length === 0 ? master : undefined;
}
