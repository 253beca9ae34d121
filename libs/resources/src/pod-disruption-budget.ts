import type { KubeObject, ObjectMeta } from '@dataservices/plan';

/**
 * At most one pod at a time may be evicted; one that is not healthy may always be, or a broken pod would block a node's drain for ever.
 *
 * @param maxUnavailable 0 while none can be missed although all are ready, where that is not the same: readiness is all that the API server counts
 */
export function podDisruptionBudget(
  metadata: ObjectMeta,
  selector: Readonly<Record<string, string>>,
  maxUnavailable: 0 | 1 = 1,
): KubeObject {
  const spec = { maxUnavailable, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: selector } };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, ...{ spec } };
}
