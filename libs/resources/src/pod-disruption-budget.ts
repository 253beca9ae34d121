import type { KubeObject, ObjectMeta } from '@dataservices/plan';

/** At most one pod at a time may be evicted; one that is not healthy may always be, or a broken pod would block a node's drain for ever. */
export function podDisruptionBudget(metadata: ObjectMeta, selector: Readonly<Record<string, string>>): KubeObject {
  const spec = { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: selector } };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, ...{ spec } };
}
