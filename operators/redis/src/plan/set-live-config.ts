import { liveRedisConfig } from '../resources/redis-config.ts';
import { isServing } from './leadership.ts';
import type { RedisRule } from './rule.ts';

/**
 * Precondition: a running server has another value of a setting that follows the number of members.
 * Effect: it is set in the running server.
 *
 * Prevents: a cluster that was scaled to two going on to demand a replica for every write, and refusing all of them when one of the two is away.
 */
export const setLiveConfig: RedisRule = ({ cluster, members }) => {
  const wanted = Object.entries(liveRedisConfig(cluster));
  const actions = members
    .filter(isServing)
    .flatMap(({ name, server }) =>
      wanted
        .filter(([key, value]) => server.liveConfig[key] !== value)
        .map(([key, value]) => ({ kind: 'set-config' as const, pod: name, key, value })),
    );
  if (actions.length === 0) return undefined;
  return { rule: 'SetLiveConfig', reason: actions.map(({ pod, key, value }) => `${pod}: ${key} ${value}`).join(', '), actions };
};
