import { join } from 'node:path';
import { type KubeClient, resources } from '@dataservices/kube';
import { load } from '../../../../operators/autoscaler/test/load-scaler.ts';
import { nameOf } from '../../runtime/operators/memcached-objects.ts';
import { scalingOf } from '../scaled-objects.ts';
import type { StepScaler } from '../step-scaler.ts';
import { metricName, withAdapter } from './with-adapter.ts';
import { withHpa } from './with-hpa.ts';

/** By a real HorizontalPodAutoscaler that asks prometheus-adapter: what a cluster without AutoScalers would use. */
export const byHpa: StepScaler = (scene, work) => {
  const { bench, namespace, prometheusPort } = scene;
  const { kube, kubeconfig, folder } = bench;
  return withAdapter({ kube, kubeconfig, folder: join(folder, namespace), prometheusPort }, async () => {
    await createHpa(kube, namespace);
    return withHpa(scene, nameOf(0), work);
  });
};

async function createHpa(kube: KubeClient, namespace: string): Promise<void> {
  const metric = { name: metricName, selector: { matchLabels: { cluster: nameOf(0) } } };
  const target = { type: load.target.type, averageValue: String(load.target.averageValue) };
  const spec = { ...scalingOf(0), metrics: [{ type: 'External', external: { metric, target } }] };
  const object = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { namespace, name: nameOf(0) }, ...{ spec } };
  await kube.create(resources.horizontalPodAutoscalers, object);
}
