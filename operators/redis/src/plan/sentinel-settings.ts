import type { RedisCluster } from '@dataservices/api';
import { majority } from '@dataservices/plan';
import type { SentinelSettings } from '../client/port.ts';

/**
 * By default a sentinel looks every ten seconds, and does not know a new replica, or that one is ready to be promoted, for up to
 * twice that long: whoever loses the master meanwhile waits for the second attempt.
 */
const infoPeriodMilliseconds = 1_000;

/** What every sentinel of the cluster is to be set to. */
export function sentinelSettings({ spec }: RedisCluster): SentinelSettings {
  const { quorum, replicas, downAfterMilliseconds, failoverTimeoutMilliseconds } = spec.sentinel;
  return { quorum: quorum ?? majority(replicas), downAfterMilliseconds, failoverTimeoutMilliseconds, infoPeriodMilliseconds };
}
