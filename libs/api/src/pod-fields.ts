import type { V1Affinity, V1Toleration, V1TopologySpreadConstraint } from '@kubernetes/client-node';
import type { z } from 'zod';
import { podFieldSchemas } from './generated/pod-fields.ts';
import { fromKubernetesSchema, type KubernetesSchema } from './kubernetes-schema.ts';

function typedAs<T>(schema: KubernetesSchema): z.ZodType<T> {
  return fromKubernetesSchema(schema) as z.ZodType<T>;
}

export const affinity = typedAs<V1Affinity>(podFieldSchemas.affinity);
export const toleration = typedAs<V1Toleration>(podFieldSchemas.toleration);
export const topologySpreadConstraint = typedAs<V1TopologySpreadConstraint>(podFieldSchemas.topologySpreadConstraint);
