import type { Kube, Resource } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { vi } from 'vitest';

/** As much of a CustomResourceDefinition as decides where its objects are served. */
export type Crd = KubeObject & {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string; readonly plural: string };
    readonly versions: readonly { readonly name: string }[];
  };
};

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
const patience = { timeout: 60_000, interval: 50 };

/** Applies the CRD and waits until its objects are served. The server compiles its CEL on the way. */
export async function installCrd(kube: Kube, crd: Crd): Promise<void> {
  await kube.apply(crds, crd, { fieldManager });
  await vi.waitFor(() => awaitEstablished(kube, crd), patience);
  // Established comes a moment before the first request is served.
  for (const { name } of crd.spec.versions) await vi.waitFor(() => kube.list(resourceOf(crd, name), { namespace: 'default' }), patience);
}

function resourceOf({ spec: { group, names } }: Crd, version: string): Resource {
  return { group, version, kind: names.kind, plural: names.plural, isNamespaced: true };
}

async function awaitEstablished(kube: Kube, crd: Crd): Promise<void> {
  const stored = await kube.get<StoredCrd>(crds, { name: crd.metadata.name });
  const isEstablished = stored?.status?.conditions?.some(({ type, status }) => type === 'Established' && status === 'True');
  if (isEstablished !== true) throw new Error(`${crd.metadata.name} is not established: ${JSON.stringify(stored?.status?.conditions)}`);
}
