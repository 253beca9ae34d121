import { stableHash } from '@dataservices/plan';
import type { MonitoringView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { leadershipOf } from './leadership.ts';
import { markOf } from './password-mark.ts';
import type { RedisRule } from './rule.ts';
import { sentinelSettings } from './sentinel-settings.ts';

/**
 * Precondition: no failover is going on and a sentinel's settings are not those of the cluster, or it logs in by another password.
 * Effect: they are set, without a restart.
 *
 * Prevents: sentinels that disagree on the quorum or on when a master counts as down; and one that cannot log in once
 * an old password is refused.
 */
export const tuneSentinel: RedisRule = (observed) => {
  const { monitoring, isFailoverInProgress } = leadershipOf(observed);
  if (isFailoverInProgress) return undefined;
  const settings = sentinelSettings(observed.cluster);
  const different = monitoring.filter(({ view }) => stableHash(view.settings) !== stableHash(settings) || hasOldPassword(observed, view));
  if (different.length === 0) return undefined;
  return {
    rule: 'TuneSentinel',
    reason: `${different.map(({ name }) => name).join(', ')}: quorum ${settings.quorum}, down after ${settings.downAfterMilliseconds} ms, failover timeout ${settings.failoverTimeoutMilliseconds} ms`,
    actions: different.map(({ name }) => ({ kind: 'tune-sentinel' as const, pod: name, settings })),
  };
};

function hasOldPassword({ secrets: { internal } }: Observed, { presents }: MonitoringView): boolean {
  const current = internal.current.sentinel;
  if (presents === undefined || current === undefined) return false;
  return presents.toSentinels !== current || presents.mark !== markOf(current);
}
