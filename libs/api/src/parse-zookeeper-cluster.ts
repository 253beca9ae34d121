import { z } from 'zod';
import { apiGroup, apiVersion } from './kind.ts';
import { clusterNames, storedMetadata } from './metadata.ts';
import { type Parsed, parseWith } from './parse.ts';
import { type ZookeeperCluster, zookeeperClusterSchema } from './zookeeper-cluster.ts';

const zookeeperCluster = zookeeperClusterSchema.extend({
  apiVersion: z.literal(`${apiGroup}/${apiVersion}`),
  kind: z.literal('ZookeeperCluster'),
  metadata: storedMetadata(clusterNames),
});

/** What the API server has stored, as the operator's type; the same rules as at admission. */
export function parseZookeeperCluster(object: unknown): Parsed<ZookeeperCluster> {
  return parseWith<ZookeeperCluster>(zookeeperCluster, object, `zookeeperclusters.${apiGroup}`);
}
