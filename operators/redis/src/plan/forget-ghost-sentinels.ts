import { isWhole } from './health.ts';
import { leadershipOf } from './leadership.ts';
import { type RedisRule, waitedMs } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

const rule = 'ForgetGhostSentinels';

/** A sentinel that has just left is known for a while; only what stays known is a ghost. */
const graceMs = 10_000;

/**
 * Precondition: all is well, every sentinel knows all replicas, and one sentinel counts more sentinels than there are.
 * Effect: that one begins anew with the master, and learns who is there. The next one follows when its tables are full again.
 *
 * Prevents: sentinels that have left going on to count as voters, until those that are there are no majority any more. Begun anew
 * all at once, the sentinels would know no replica, and a master that is lost just then would never be replaced.
 */
export const forgetGhostSentinels: RedisRule = (observed) => {
  const { replicas, sentinel } = observed.cluster.spec;
  const { master, monitoring, isFailoverInProgress } = leadershipOf(observed);
  if (master === undefined || isFailoverInProgress || !isWhole(observed) || monitoring.length !== sentinel.replicas) return undefined;
  const haunted = monitoring.find(({ view }) => view.knownSentinels > sentinel.replicas);
  if (haunted === undefined || monitoring.some(({ view }) => view.electable.length < replicas - 1)) return undefined;
  const reason = `${haunted.name} counts ${haunted.view.knownSentinels} sentinels where there are ${sentinel.replicas}`;
  if (waitedMs(observed, rule) < graceMs) return { rule, reason, actions: [], requeueAfterMs: 2_000 };
  return {
    rule,
    reason,
    actions: [{ kind: 'monitor', pod: haunted.name, host: master.host, settings: sentinelSettings(observed.cluster) }],
  };
};
