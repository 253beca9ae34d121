import { type Resource, resources } from '@dataservices/kube';
import { objectLabels, type StoredObject } from '@dataservices/plan';
import { createFakeKube, waitFor } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { SharedCache } from './cache.ts';
import { clusterKeys, objectMap, objectsOf, ownedByClusters } from './cluster-objects.ts';

const labels = (instance: string) => objectLabels({ service: 'redis', instance, component: 'data' });
const cart = { apiVersion: 'v1', kind: 'RedisCluster', metadata: { namespace: 'shop', name: 'cart', uid: 'u', resourceVersion: '1' } };

test('an object belongs to the cluster of its label, in its own namespace', () => {
  const metadata = { namespace: 'shop', name: 'p', uid: 'u', resourceVersion: '1' };
  expect(clusterKeys({ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, labels: labels('cart') } })).toEqual(['shop/cart']);
  expect(clusterKeys({ apiVersion: 'v1', kind: 'Pod', metadata })).toEqual([]);
});

test('caches hold what this operator made and nothing else, and give each cluster its own', async () => {
  const kube = createFakeKube();
  const put = (resource: Resource, namespace: string, name: string, instance: string) =>
    kube.put(resource, { apiVersion: 'v1', kind: resource.kind, metadata: { namespace, name, labels: labels(instance) } });
  put(resources.configMaps, 'shop', 'cart-config', 'cart');
  put(resources.configMaps, 'shop', 'till-config', 'till');
  put(resources.configMaps, 'other', 'cart-config', 'cart');
  put(resources.services, 'shop', 'cart', 'cart');
  const foreign = { namespace: 'shop', name: 'foreign', labels: { 'dataservices.dev/cluster': 'cart' } };
  kube.put(resources.configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: foreign });
  const own = ownedByClusters('dataservices-redis');
  const configMaps = new SharedCache({ resource: resources.configMaps, ...own });
  const services = new SharedCache({ resource: resources.services, ...own });
  for (const cache of [configMaps, services]) cache.start(kube);
  await waitFor('both lists', () => configMaps.hasSynced() && services.hasSynced());
  expect(objectsOf(configMaps, cart).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual(['shop/cart-config']);
  const written = await kube.apply<StoredObject>(
    resources.configMaps,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'shop', name: 'cart-config', labels: labels('cart') } },
    { fieldManager: 'dataservices-redis' },
  );
  await waitFor('the write', () => configMaps.get('shop/cart-config')?.metadata.resourceVersion === written.metadata.resourceVersion);
  await kube.apply(
    resources.configMaps,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'shop', name: 'cart-config', annotations: { theirs: '1' } } },
    { fieldManager: 'somebody' },
  );
  await waitFor('the write of somebody', () => configMaps.get('shop/cart-config')?.metadata.annotations?.theirs === '1');
  expect(configMaps.get('shop/cart-config')?.metadata.managedFields?.map(({ manager }) => manager)).toEqual(['dataservices-redis']);
  expect([...objectMap([configMaps, services], cart).keys()]).toEqual(['ConfigMap/cart-config', 'Service/cart']);
});
