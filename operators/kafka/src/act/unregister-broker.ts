import type { ServiceAction } from '../action.ts';
import { type ActContext, TargetGone } from './act-context.ts';

type Unregister = Extract<ServiceAction, { readonly kind: 'unregister-broker' }>;

/** Looks live before. @throws TargetGone where the broker serves, or holds anything; KafkaAdminError */
export async function unregisterBroker({ nodeId }: Unregister, { admin, signal }: ActContext): Promise<void> {
  const [{ brokers }, partitions] = await Promise.all([admin.describeCluster({ signal }), admin.listPartitions({ signal })]);
  if (brokers.some(({ id, isFenced }) => id === nodeId && !isFenced)) throw new TargetGone(`broker ${nodeId} serves`);
  if (partitions.some(({ replicas }) => replicas.includes(nodeId))) throw new TargetGone(`partitions are on broker ${nodeId}`);
  await admin.unregisterBroker(nodeId, { signal });
}
