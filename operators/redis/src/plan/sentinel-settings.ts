import type { RedisCluster } from '@dataservices/api';
import { majority } from '@dataservices/plan';
import type { SentinelSettings } from '../client/port.ts';

/** What every sentinel of the cluster is to be set to. */
export function sentinelSettings({ spec }: RedisCluster): SentinelSettings {
  const { quorum, replicas, downAfterMilliseconds, failoverTimeoutMilliseconds } = spec.sentinel;
  return { quorum: quorum ?? majority(replicas), downAfterMilliseconds, failoverTimeoutMilliseconds };
}
