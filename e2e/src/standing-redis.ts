import type { RedisClusterSpecInput } from '@dataservices/api';
import { beforeAll } from 'vitest';
import { awaitLeavers, requestDeletion } from './namespace.ts';
import { applyRedis, awaitRest, type RedisRef } from './redis-object.ts';
import { type Scenario, type ScenarioOptions, useScenario } from './scenario.ts';

/** Of the namespace in which it stands. */
const shared = 'redis';

export type StandingRedis = Scenario & { readonly cluster: RedisRef };

/**
 * A RedisCluster that scenarios share, one after another, so that not every one waits for its creation. Whoever uses it leaves it whole, and
 * with what its pods are made of as it was: else the next one waits for a roll.
 *
 * @param spec what it is to be at the beginning, whatever the scenario before has made of it
 */
export function useStandingRedis(name: string, spec: RedisClusterSpecInput, options: Omit<ScenarioOptions, 'shared'> = {}): StandingRedis {
  const scenario = useScenario(name, { ...options, shared });
  const { bed, namespace } = scenario;
  const cluster = { namespace, name: 'cart' };

  beforeAll(async () => {
    await awaitLeavers(bed);
    try {
      await applyRedis(bed, cluster, spec);
      await awaitRest(bed, cluster, 'its creation, or the scenario before', 120_000);
    } catch (error) {
      // Not for the next one to fail over as well.
      await requestDeletion(bed, namespace);
      throw error;
    }
  }, 330_000);
  return { ...scenario, cluster };
}
