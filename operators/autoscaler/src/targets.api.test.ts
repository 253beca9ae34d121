import { resources } from '@dataservices/kube';
import { installCrd, waitFor } from '@dataservices/testing';
import { expect, test, vi } from 'vitest';
import { isHeldBy, loadScaler } from '../test/load-scaler.ts';
import { patience, useOperatorBed } from '../test/operator-bed.ts';

vi.setConfig({ testTimeout: 60_000 });

const bed = useOperatorBed();
const { applyScaler, measure } = loadScaler(bed);

test.for([resources.zookeeperClusters, resources.rabbitmqClusters, resources.kafkaClusters])(
  'a $kind is scaled like a RedisCluster',
  async (resource) => {
    const apiVersion = 'dataservices.dev/v1alpha1';
    await bed.admin().create(resource, { apiVersion, kind: resource.kind, metadata: bed.ref('cart'), ...{ spec: { replicas: 3 } } });
    await measure(5);
    await applyScaler({ scaleTargetRef: { apiVersion, kind: resource.kind, name: 'cart' } });
    await bed.awaitScaler('the hold', isHeldBy('TargetNotSettled'));
    await bed.settle('cart', {}, resource);
    await bed.awaitSize(resource, 'cart', 5);
  },
);

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

const caches = { group: 'example.com', version: 'v1', kind: 'Cache', plural: 'caches', isNamespaced: true };
const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } as const;
const cacheCrd = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'caches.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Cache', plural: 'caches', singular: 'cache', listKind: 'CacheList' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', properties: { spec: open, status: open } } },
        subresources: { status: {}, scale: { specReplicasPath: '.spec.nodes.count', statusReplicasPath: '.status.nodes' } },
      },
    ],
  },
};

test('a kind of others is scaled where the operator was told of it, wherever it keeps its size, once it says that it is ready', async () => {
  await installCrd(bed.admin(), cacheCrd);
  const cache = { apiVersion: 'example.com/v1', kind: 'Cache', metadata: bed.ref('cart') };
  await bed.admin().create(caches, { ...cache, ...{ spec: { nodes: { count: 3 } } } });
  await measure(5);
  await applyScaler({ scaleTargetRef: { apiVersion: 'example.com/v1', kind: 'Cache', name: 'cart' } });
  const unnamed = await bed.awaitScaler('the refusal', ({ status }) => status.summary === 'FailedGetScale');
  expect(unnamed.status.conditions?.find(({ type }) => type === 'AbleToScale')?.message).toContain('autoscaler.targets');
  await bed.stopOperator();
  bed.startOperator({ targets: [caches] });
  await bed.awaitScaler('the gate', isHeldBy('TargetNotSettled'));
  const status = { nodes: 3, conditions: [{ type: 'Ready', status: 'True', message: '' }] };
  await bed.admin().applyStatus(caches, { ...cache, ...{ status } }, { fieldManager: 'theirs' });
  await waitFor('5 nodes', async () => (await bed.admin().getScale(caches, bed.ref('cart')))?.spec.replicas === 5, patience);
});
