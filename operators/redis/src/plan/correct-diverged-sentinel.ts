import { leadershipOf } from './leadership.ts';
import { type RedisRule, waitedMs } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

const rule = 'CorrectDivergedSentinel';

/** Sentinels tell each other of a new master every two seconds; what differs for longer stays different. */
const graceMs = 10_000;

/**
 * Precondition: a majority names a live master, no failover is going on, and one sentinel has named another host for ten seconds.
 * Effect: that one sentinel forgets what it monitored and monitors the master. `SENTINEL RESET` is never used: it keeps the
 * wrong address and empties the tables that the next failover needs.
 *
 * Prevents: clients that ask the diverged sentinel being sent to a host that does not lead.
 */
export const correctDivergedSentinel: RedisRule = (observed) => {
  const { master, monitoring, isFailoverInProgress } = leadershipOf(observed);
  if (master === undefined || isFailoverInProgress) return undefined;
  const diverged = monitoring.find(({ view }) => view.masterHost !== master.host);
  if (diverged === undefined) return undefined;
  const reason = `${diverged.name} names ${diverged.view.masterHost} as the master, the majority names ${master.name}`;
  if (waitedMs(observed, rule) < graceMs) return { rule, reason, actions: [], requeueAfterMs: 2_000 };
  return {
    rule,
    reason,
    actions: [{ kind: 'monitor', pod: diverged.name, host: master.host, settings: sentinelSettings(observed.cluster) }],
  };
};
