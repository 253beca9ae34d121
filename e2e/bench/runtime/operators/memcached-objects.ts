import { memcachedCrd } from '@dataservices/example-memcached-operator/crd';
import type { KubeClient, Resource } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { waitUntil } from '../../../cluster/src/wait-until.ts';
import { inParallel } from '../in-parallel.ts';

export const memcacheds: Resource = { group: 'example.com', version: 'v1', kind: 'Memcached', plural: 'memcacheds', isNamespaced: true };

const crds: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  isNamespaced: false,
};
const namespaces: Resource = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', isNamespaced: false };
const by = { fieldManager: 'bench' };

export const nameOf = (at: number) => `cart-${at}`;

export async function installKind(kube: KubeClient, definition: KubeObject, kind: Resource): Promise<void> {
  await kube.apply(crds, definition, by);
  await waitUntil(() => kube.list(kind).then(() => true), { what: `${kind.plural} to be served`, timeoutMs: 30_000 });
}

export function installMemcached(kube: KubeClient): Promise<void> {
  return installKind(kube, memcachedCrd, memcacheds);
}

export async function createNamespace(kube: KubeClient, name: string): Promise<void> {
  await kube.apply(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, by);
}

/** A new namespace with so many custom resources, of one pod each, that nobody has reconciled. */
export async function createObjects(kube: KubeClient, namespace: string, count: number): Promise<void> {
  await createNamespace(kube, namespace);
  await inParallel(count, 16, async (at) => {
    const object = { apiVersion: 'example.com/v1', kind: 'Memcached', metadata: { name: nameOf(at), namespace } };
    await kube.create(memcacheds, { ...object, ...{ spec: { replicas: 1 } } });
  });
}
