import { type KubeClient, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { load } from '../../../operators/autoscaler/test/load-scaler.ts';
import { settledStatus } from '../../../operators/autoscaler/test/settled-status.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { createNamespace, nameOf } from '../runtime/operators/memcached-objects.ts';

const apiVersion = 'dataservices.dev/v1alpha1';

/** The size that all begin with. */
export const firstSize = 3;

/** A new namespace with so many RedisClusters that nobody runs, each of which says that it has settled, and an AutoScaler for each of them. */
export async function createScaled(kube: KubeClient, namespace: string, count: number): Promise<void> {
  await createNamespace(kube, namespace);
  await inParallel(count, 16, async (at) => {
    const metadata = { namespace, name: nameOf(at) };
    const target = { apiVersion, kind: 'RedisCluster', name: metadata.name };
    const redis = { apiVersion, kind: target.kind, metadata, spec: { replicas: firstSize } };
    await settle(kube, await kube.create<StoredObject>(resources.redisClusters, redis), firstSize);
    await kube.create(resources.autoScalers, { apiVersion, kind: 'AutoScaler', metadata, ...{ spec: specFor(target) } });
  });
}

/** Neither windows nor policies are in the way of what is measured. */
function specFor(scaleTargetRef: object): object {
  const behavior = {
    scaleUp: { policies: [{ type: 'Pods', value: 100, periodSeconds: 1 }] },
    scaleDown: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 100, periodSeconds: 1 }] },
  };
  return { scaleTargetRef, minReplicas: firstSize, maxReplicas: 9, metrics: [load], behavior };
}

/** Says of a cluster, in the place of its operator, that it is as it is asked to be. */
export async function settle(kube: KubeClient, { metadata }: StoredObject, replicas: number): Promise<void> {
  const { namespace = '', name, generation = 0 } = metadata;
  const status = settledStatus(replicas, generation);
  const object = { apiVersion, kind: 'RedisCluster', metadata: { namespace, name }, status };
  await kube.applyStatus(resources.redisClusters, object, { fieldManager: 'bench' });
}

/** The series that its AutoScaler asks for, with the load of so many replicas. */
export function loadOfCluster(at: number, replicas: number): readonly [series: string, value: number] {
  return [`load{cluster="${nameOf(at)}"}`, replicas * load.target.averageValue];
}
