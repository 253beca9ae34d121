import { type ConfigMap, configMap } from '@dataservices/resources';
import { hostOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { acceptedSettings } from './accepted-settings.ts';
import { metadata } from './metadata.ts';
import { redisPreStopScript } from './pre-stop-script.ts';
import { redisAliveScript, redisReadyScript } from './probe-scripts.ts';
import { fixedRedisConfig, renderRedisConfig } from './redis-config.ts';
import { startRedisScript } from './start-redis-script.ts';
import { startSentinelScript } from './start-sentinel-script.ts';

export function redisConfigMap(observed: Observed): ConfigMap {
  const { names } = observed;
  return configMap(metadata(observed, names.config, 'data'), {
    'redis.conf': renderRedisConfig({ ...fixedRedisConfig(observed.cluster), ...acceptedSettings(observed) }),
    sentinels: sentinelHosts(observed),
    'start-redis.sh': startRedisScript,
    'start-sentinel.sh': startSentinelScript,
    'redis-ready.sh': redisReadyScript,
    'redis-pre-stop.sh': redisPreStopScript,
    'redis-alive.sh': redisAliveScript,
    ...retiredMembers(observed),
  });
}

/** Whose volume is of the past; absent where there are none. */
function retiredMembers({ members }: Observed): Readonly<Record<string, string>> {
  const retired = members.filter(({ claim }) => claim?.isRetired === true).map(({ name }) => `${name}\n`);
  return retired.length === 0 ? {} : { 'retired-members': retired.join('') };
}

function sentinelHosts({ cluster, names }: Observed): string {
  return Array.from({ length: cluster.spec.sentinel.replicas }, (_, ordinal) => `${hostOf(names, `${names.sentinel}-${ordinal}`)}\n`).join(
    '',
  );
}
