import { z } from 'zod';
import { type KafkaCluster, kafkaClusterSchema } from './kafka-cluster.ts';
import { apiGroup, apiVersion } from './kind.ts';
import { clusterNames, storedMetadata } from './metadata.ts';
import { type Parsed, parseWith } from './parse.ts';

const kafkaCluster = kafkaClusterSchema.extend({
  apiVersion: z.literal(`${apiGroup}/${apiVersion}`),
  kind: z.literal('KafkaCluster'),
  metadata: storedMetadata(clusterNames),
});

/** What the API server has stored, as the operator's type; the same rules as at admission. */
export function parseKafkaCluster(object: unknown): Parsed<KafkaCluster> {
  return parseWith<KafkaCluster>(kafkaCluster, object, `kafkaclusters.${apiGroup}`);
}
