import { join } from 'node:path';
import { type KubeClient, resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { load } from '../../../../operators/autoscaler/test/load-scaler.ts';
import { expectAlive, startChild, stopChild } from '../../../cluster/src/child.ts';
import { waitUntil } from '../../../cluster/src/wait-until.ts';
import { nameOf } from '../../runtime/operators/memcached-objects.ts';
import { scalingOf } from '../scaled-objects.ts';
import type { StepScaler } from '../step-scaler.ts';
import { metricName, withAdapter } from './with-adapter.ts';

/** By a real HorizontalPodAutoscaler that asks prometheus-adapter: what a cluster without AutoScalers would use. */
export const byHpa: StepScaler = ({ bench, namespace, prometheusPort, periodSeconds }, work) => {
  const { kube, kubeconfig, folder } = bench;
  return withAdapter({ kube, kubeconfig, folder: join(folder, namespace), prometheusPort }, async () => {
    const manager = startChild(join(folder, namespace), 'kube-controller-manager', [
      `--kubeconfig=${kubeconfig}`,
      '--controllers=horizontal-pod-autoscaler-controller',
      `--horizontal-pod-autoscaler-sync-period=${periodSeconds}s`,
      '--leader-elect=false',
      '--secure-port=0',
    ]);
    try {
      await createHpa(kube, namespace);
      await waitUntil(
        () => {
          expectAlive([manager]);
          return isActive(kube, namespace);
        },
        { what: 'the HorizontalPodAutoscaler to know its metric', timeoutMs: 60_000 + periodSeconds * 2_000 },
      );
      return await work();
    } finally {
      await stopChild(manager);
    }
  });
};

async function createHpa(kube: KubeClient, namespace: string): Promise<void> {
  const metric = { name: metricName, selector: { matchLabels: { cluster: nameOf(0) } } };
  const target = { type: load.target.type, averageValue: String(load.target.averageValue) };
  const spec = { ...scalingOf(0), metrics: [{ type: 'External', external: { metric, target } }] };
  const object = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { namespace, name: nameOf(0) }, ...{ spec } };
  await kube.create(resources.horizontalPodAutoscalers, object);
}

type Hpa = StoredObject & { readonly status?: { readonly conditions?: readonly Pick<Condition, 'type' | 'status'>[] } };

async function isActive(kube: KubeClient, namespace: string): Promise<boolean> {
  const hpa = await kube.get<Hpa>(resources.horizontalPodAutoscalers, { namespace, name: nameOf(0) });
  return hpa?.status?.conditions?.some(({ type, status }) => type === 'ScalingActive' && status === 'True') === true;
}
