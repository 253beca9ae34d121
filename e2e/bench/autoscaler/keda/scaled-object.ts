import type { Resource } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { load } from '../../../../operators/autoscaler/test/load-scaler.ts';
import { nameOf } from '../../runtime/operators/memcached-objects.ts';
import { scalingOf } from '../scaled-objects.ts';
import type { Asking } from '../scaler-bench.ts';

export const scaledObjects: Resource = {
  group: 'keda.sh',
  version: 'v1alpha1',
  kind: 'ScaledObject',
  plural: 'scaledobjects',
  isNamespaced: true,
};

/** The HorizontalPodAutoscaler that KEDA makes of it. */
export const hpaName = `keda-hpa-${nameOf(0)}`;
/** As KEDA names the metric of the first trigger, and tells one object's from another's. */
export const metric = `s0-prometheus?labelSelector=${encodeURIComponent(`scaledobject.keda.sh/name=${nameOf(0)}`)}`;

/**
 * What KEDA is told for the one target of a namespace: bounds, behavior, query and target of the others. From one replica on it asks Prometheus whenever the
 * HorizontalPodAutoscaler asks it, whatever its `pollingInterval`, which is left at its default of 30 s.
 *
 * @param isCached it answers with what it has found by itself instead, and looks as often as the others do
 */
export function scaledObject(namespace: string, { prometheusPort, periodSeconds }: Asking, isCached: boolean): KubeObject {
  const { scaleTargetRef, minReplicas, maxReplicas, behavior } = scalingOf(0);
  const metadata = {
    serverAddress: `http://127.0.0.1:${prometheusPort}`,
    query: load.query.replace('$name', nameOf(0)),
    threshold: String(load.target.averageValue),
  };
  const object = {
    apiVersion: 'keda.sh/v1alpha1',
    kind: scaledObjects.kind,
    metadata: { namespace, name: nameOf(0) },
    spec: {
      scaleTargetRef,
      minReplicaCount: minReplicas,
      maxReplicaCount: maxReplicas,
      advanced: { horizontalPodAutoscalerConfig: { behavior } },
      ...(isCached && { pollingInterval: periodSeconds }),
      triggers: [{ type: 'prometheus', metricType: load.target.type, metadata, ...(isCached && { useCachedMetrics: true }) }],
    },
  };
  return object;
}
