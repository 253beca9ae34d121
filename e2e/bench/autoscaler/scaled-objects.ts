import { type KubeClient, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { load } from '../../../operators/autoscaler/test/load-scaler.ts';
import { settledStatus } from '../../../operators/autoscaler/test/settled-status.ts';
import { inParallel } from '../runtime/in-parallel.ts';
import { createNamespace, nameOf } from '../runtime/operators/memcached-objects.ts';

const apiVersion = 'dataservices.dev/v1alpha1';

/** The size that all begin with. */
export const firstSize = 3;

/** A new namespace with so many RedisClusters that nobody runs, each of which says that it has settled. */
export async function createTargets(kube: KubeClient, namespace: string, count: number): Promise<void> {
  await createNamespace(kube, namespace);
  await inParallel(count, 16, async (at) => {
    const redis = { apiVersion, kind: 'RedisCluster', metadata: { namespace, name: nameOf(at) }, spec: { replicas: firstSize } };
    await settle(kube, await kube.create<StoredObject>(resources.redisClusters, redis), firstSize);
  });
}

/** An AutoScaler for each of so many targets. */
export async function createAutoscalers(kube: KubeClient, namespace: string, count: number): Promise<void> {
  await inParallel(count, 16, async (at) => {
    const spec = { ...scalingOf(at), metrics: [load] };
    await kube.create(resources.autoScalers, { apiVersion, kind: 'AutoScaler', metadata: { namespace, name: nameOf(at) }, ...{ spec } });
  });
}

const atOnce = { policies: [{ type: 'Pods', value: 100, periodSeconds: 1 }] };

/** What AutoScalers, HorizontalPodAutoscalers and KEDA are told alike. Neither windows nor policies are in the way of what is measured. */
export function scalingOf(at: number) {
  return {
    scaleTargetRef: { apiVersion, kind: 'RedisCluster', name: nameOf(at) },
    minReplicas: firstSize,
    maxReplicas: 9,
    behavior: { scaleUp: atOnce, scaleDown: { ...atOnce, stabilizationWindowSeconds: 0 } },
  };
}

/** Says of a cluster, in the place of its operator, that it is as it is asked to be. */
export async function settle(kube: KubeClient, { metadata }: StoredObject, replicas: number): Promise<void> {
  const { namespace = '', name, generation = 0 } = metadata;
  // A HorizontalPodAutoscaler asks nobody without it; an AutoScaler does not look.
  const status = { ...settledStatus(replicas, generation), selector: `app=${name}` };
  const object = { apiVersion, kind: 'RedisCluster', metadata: { namespace, name }, status };
  await kube.applyStatus(resources.redisClusters, object, { fieldManager: 'bench' });
}

/** The series that its AutoScaler asks for, with the load of so many replicas. */
export function loadOfCluster(at: number, replicas: number): readonly [series: string, value: number] {
  return [`load{cluster="${nameOf(at)}"}`, replicas * load.target.averageValue];
}
