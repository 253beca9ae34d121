import type { RedisCluster } from '@dataservices/api';
import type { V1Container, V1EnvVar } from '@kubernetes/client-node';
import { renderRedisConfig, restartRedisConfig } from './redis-config.ts';

const variable = 'RESTART_CONFIG';

/** Lines of redis.conf that the start script adds. None where there are none, so that no pod restarts for what it does not use. */
export function restartEnvironment(cluster: RedisCluster): V1EnvVar[] {
  const text = renderRedisConfig(restartRedisConfig(cluster));
  // Kubernetes would replace $(NAME); doubled, the sign stands for itself.
  return text === '' ? [] : [{ name: variable, value: text.replaceAll('$(', '$$$$(') }];
}

/** What `restartEnvironment` gave to the containers of a pod, as lines of redis.conf. */
export function restartConfigOf(containers: readonly Pick<V1Container, 'env'>[]): string | undefined {
  const value = containers.flatMap(({ env }) => env ?? []).find(({ name }) => name === variable)?.value;
  return value?.replaceAll('$$(', '$(');
}
