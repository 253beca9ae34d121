import { z } from 'zod';
import { apiGroup, apiVersion } from './kind.ts';
import { clusterNames, storedMetadata } from './metadata.ts';
import { type Parsed, parseWith } from './parse.ts';
import { type RedisCluster, redisClusterSchema } from './redis-cluster.ts';

const redisCluster = redisClusterSchema.extend({
  apiVersion: z.literal(`${apiGroup}/${apiVersion}`),
  kind: z.literal('RedisCluster'),
  metadata: storedMetadata(clusterNames),
});

/** What the API server has stored, as the operator's type; the same rules as at admission. */
export function parseRedisCluster(object: unknown): Parsed<RedisCluster> {
  return parseWith<RedisCluster>(redisCluster, object, `redisclusters.${apiGroup}`);
}
