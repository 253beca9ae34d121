import { resources } from '@dataservices/kube';
import { test, vi } from 'vitest';
import { isHeldBy, loadScaler } from '../test/load-scaler.ts';
import { useOperatorBed } from '../test/operator-bed.ts';

vi.setConfig({ testTimeout: 60_000 });

const bed = useOperatorBed();
const { applyScaler, measure } = loadScaler(bed);

test.for([resources.zookeeperClusters, resources.rabbitmqClusters])('a $kind is scaled like a RedisCluster', async (resource) => {
  const apiVersion = 'dataservices.dev/v1alpha1';
  await bed.admin().create(resource, { apiVersion, kind: resource.kind, metadata: bed.ref('cart'), ...{ spec: { replicas: 3 } } });
  await measure(5);
  await applyScaler({ scaleTargetRef: { apiVersion, kind: resource.kind, name: 'cart' } });
  await bed.awaitScaler('the hold', isHeldBy('TargetNotSettled'));
  await bed.settle('cart', {}, resource);
  await bed.awaitSize(resource, 'cart', 5);
});

test.for([
  ['StatefulSet', resources.statefulSets, { replicas: 3, readyReplicas: 3, updatedReplicas: 3 }],
  ['Deployment', resources.deployments, { replicas: 3, readyReplicas: 3, updatedReplicas: 3, availableReplicas: 3 }],
] as const)('a %s waits for all of its replicas, and is then scaled', async ([, resource, status]) => {
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'web:1' }] } };
  const spec = { replicas: 3, selector: { matchLabels: labels }, template };
  await bed.apply({ apiVersion: 'apps/v1', kind: resource.kind, metadata: { name: 'cart' }, spec });
  await measure(4);
  await applyScaler({ scaleTargetRef: { apiVersion: 'apps/v1', kind: resource.kind, name: 'cart' } });
  await bed.awaitScaler('the gate', isHeldBy('TargetNotSettled'));
  const settled = {
    apiVersion: 'apps/v1',
    kind: resource.kind,
    metadata: bed.ref('cart'),
    ...{ status: { observedGeneration: 1, ...status } },
  };
  await bed.admin().applyStatus(resource, settled, { fieldManager: 'kcm' });
  await bed.awaitSize(resource, 'cart', 4);
});
