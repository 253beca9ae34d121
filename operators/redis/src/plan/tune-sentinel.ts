import { stableHash } from '@dataservices/plan';
import { leadershipOf } from './leadership.ts';
import type { RedisRule } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

/**
 * Precondition: no failover is going on and a sentinel's settings are not those of the cluster.
 * Effect: they are set, without a restart.
 *
 * Prevents: sentinels that disagree on the quorum or on when a master counts as down.
 */
export const tuneSentinel: RedisRule = (observed) => {
  const { monitoring, isFailoverInProgress } = leadershipOf(observed);
  if (isFailoverInProgress) return undefined;
  const settings = sentinelSettings(observed.cluster);
  const different = monitoring.filter(({ view }) => stableHash(view.settings) !== stableHash(settings));
  if (different.length === 0) return undefined;
  return {
    rule: 'TuneSentinel',
    reason: `${different.map(({ name }) => name).join(', ')}: quorum ${settings.quorum}, down after ${settings.downAfterMilliseconds} ms, failover timeout ${settings.failoverTimeoutMilliseconds} ms`,
    actions: different.map(({ name }) => ({ kind: 'tune-sentinel' as const, pod: name, settings })),
  };
};
