import { apiGroup, apiVersion, type CustomResourceDefinition } from '@dataservices/api';
import type { Kube, Resource } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { vi } from 'vitest';

type StoredCrd = StoredObject & {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
};

const crds: Resource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  isNamespaced: false,
};

const fieldManager = 'api-test';
const patience = { timeout: 10_000, interval: 50 };

/** Applies the CRD and waits until its objects are served. The server compiles its CEL on the way. */
export async function installCrd(kube: Kube, crd: CustomResourceDefinition): Promise<void> {
  const { names } = crd.spec;
  const resource: Resource = { group: apiGroup, version: apiVersion, kind: names.kind, plural: names.plural, isNamespaced: true };
  await kube.apply(crds, crd, { fieldManager });
  await vi.waitFor(() => awaitEstablished(kube, crd), patience);
  // Established comes a moment before the first request is served.
  await vi.waitFor(() => kube.list(resource, { namespace: 'default' }), patience);
}

async function awaitEstablished(kube: Kube, crd: CustomResourceDefinition): Promise<void> {
  const stored = await kube.get<StoredCrd>(crds, { name: crd.metadata.name });
  const isEstablished = stored?.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True');
  if (isEstablished !== true) throw new Error(`${crd.metadata.name} is not established: ${JSON.stringify(stored?.status?.conditions)}`);
}
