import { z } from 'zod';
import { apiGroup, apiVersion } from './kind.ts';
import { clusterNames, storedMetadata } from './metadata.ts';
import { type Parsed, parseWith } from './parse.ts';
import { type RabbitmqCluster, rabbitmqClusterSchema } from './rabbitmq-cluster.ts';

const rabbitmqCluster = rabbitmqClusterSchema.extend({
  apiVersion: z.literal(`${apiGroup}/${apiVersion}`),
  kind: z.literal('RabbitmqCluster'),
  metadata: storedMetadata(clusterNames),
});

/** What the API server has stored, as the operator's type; the same rules as at admission. */
export function parseRabbitmqCluster(object: unknown): Parsed<RabbitmqCluster> {
  return parseWith<RabbitmqCluster>(rabbitmqCluster, object, `rabbitmqclusters.${apiGroup}`);
}
