import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import type { ServiceAction } from '../action.ts';
import { foundingOrder, orderAnnotation } from '../resources/order.ts';
import { type ActContext, TargetGone } from './act-context.ts';

type Order = Extract<ServiceAction, { readonly kind: 'order-founding' }>;

/**
 * Orders one pod to found the cluster. The status is read live before: a cache may be behind, and whoever led before may have seen the
 * cluster serve, and have had others join it.
 *
 * @throws TargetGone where the status, or the pod, is not as it was observed; KubeError
 */
export async function orderFounding({ pod, uid, clusterId }: Order, { kube, observed, signal }: ActContext): Promise<void> {
  const { metadata } = observed.cluster;
  const { namespace, name } = metadata;
  const live = await kube.get<RabbitmqCluster>(resources.rabbitmqClusters, { namespace, name }, { signal });
  const { formation, clusterId: recorded } = live?.status ?? {};
  const isAsObserved = live?.metadata.uid === metadata.uid && recorded === clusterId;
  if (!isAsObserved || formation?.origin !== 'Founded' || formation.formed) {
    throw new TargetGone(`the status of ${name} does not say any more that ${pod} is to found the cluster`);
  }
  const patch = { metadata: { uid, annotations: { [orderAnnotation]: foundingOrder(clusterId) } } };
  await kube.mergePatch(resources.pods, { namespace, name: pod }, patch, { signal });
}
