import { isDeepStrictEqual } from 'node:util';
import type { KafkaCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import type { ServiceAction } from '../action.ts';
import { orderAnnotation } from '../resources/order.ts';
import { type ActContext, TargetGone } from './act-context.ts';

type Order = Extract<ServiceAction, { readonly kind: 'order-founding' }>;

/**
 * Orders one pod to found the cluster. The status is read live before: a cache may be behind, and whoever led before may have seen the
 * cluster serve, and have had others join it.
 *
 * @throws TargetGone where the status, or the pod, is not as it was observed; KubeError
 */
export async function orderFounding({ pod, uid, order }: Order, { kube, observed, signal }: ActContext): Promise<void> {
  const { metadata, status } = observed.cluster;
  const { namespace, name } = metadata;
  const live = await kube.get<KafkaCluster>(resources.kafkaClusters, { namespace, name }, { signal });
  const { kraft, clusterId } = live?.status ?? {};
  const isAsObserved = live?.metadata.uid === metadata.uid && clusterId === status.clusterId;
  const areFoundersSame = isDeepStrictEqual(kraft?.founders, status.kraft?.founders);
  if (!isAsObserved || !areFoundersSame || kraft?.origin !== 'Founded' || kraft.formed) {
    throw new TargetGone(`the status of ${name} does not say any more that ${pod} is to found the cluster`);
  }
  const patch = { metadata: { uid, annotations: { [orderAnnotation]: order } } };
  await kube.mergePatch(resources.pods, { namespace, name: pod }, patch, { signal });
}
