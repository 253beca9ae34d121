import { z } from 'zod';
import { keyedList } from './keyed-list.ts';
import { extraAnnotations, extraLabels, labelSelector } from './label-map.ts';
import { objectName } from './names.ts';
import { affinity, toleration, topologySpreadConstraint } from './pod-fields.ts';

const userId = z.int().min(1).max(2_147_483_647).meta({ format: 'int64' });

/** Only what says as whom the processes run. The rest is fixed to what the restricted pod security standard asks for. */
const securityContext = z.object({
  runAsUser: userId.describe("User id of the processes, never 0. Omitted: the image's own.").exactOptional(),
  runAsGroup: userId.describe("Group id of the processes, never 0. Omitted: the image's own.").exactOptional(),
  fsGroup: userId.describe("Group that owns the volumes, never 0. Omitted: the group of the image's user.").exactOptional(),
  fsGroupChangePolicy: z
    .enum(['OnRootMismatch', 'Always'])
    .describe('When the owner of a volume is set: only if its root has another one, or at every start, which takes long on large volumes.')
    .default('OnRootMismatch'),
  supplementalGroups: z
    .array(userId)
    .max(16)
    .meta({ 'x-kubernetes-list-type': 'atomic' })
    .describe('Further groups of the processes, at most 16.')
    .exactOptional(),
});

/** What a user may decide about the pods of the data members. */
export const pod = z.object({
  labels: extraLabels().describe('Labels added to the pods, at most 32.').exactOptional(),
  annotations: extraAnnotations().describe('Annotations added to the pods, at most 32.').exactOptional(),
  nodeSelector: labelSelector().describe('Labels that a node must have to run a pod, at most 32.').exactOptional(),
  tolerations: z
    .array(toleration)
    .max(32)
    .meta({ 'x-kubernetes-list-type': 'atomic' })
    .describe('Taints of nodes that the pods tolerate, at most 32.')
    .exactOptional(),
  affinity: affinity
    .meta({ description: 'Affinity of the pods to nodes and to other pods. Replaces the default, which is none.' })
    .exactOptional(),
  topologySpreadConstraints: keyedList(topologySpreadConstraint, 8, ['topologyKey', 'whenUnsatisfiable'])
    .describe('How the pods spread over nodes and zones, at most 8. Replaces the default: over hosts and zones where possible.')
    .exactOptional(),
  priorityClassName: objectName().describe('PriorityClass of the pods. Omitted: the default of the cluster.').exactOptional(),
  terminationGracePeriodSeconds: z
    .int()
    .min(10)
    .max(3600)
    .meta({ format: 'int64' })
    .describe('Seconds that a pod has to stop by itself, 10 to 3600.')
    .default(60),
  securityContext: securityContext.describe('As whom the processes run.').prefault({}),
});
