import { type Kube, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';

type Container = { readonly name: string; readonly image: string };

export type StatefulSetObject = StoredObject & {
  readonly spec: { readonly template: { readonly metadata: object; readonly spec: { readonly containers: readonly Container[] } } };
};

/** Makes a pod with an address, as the StatefulSet's controller and a kubelet would, as far as an operator looks at it. */
export async function makePod(
  admin: Kube,
  { metadata: { name, namespace = '' }, spec }: StatefulSetObject,
  ordinal: number,
): Promise<StoredObject> {
  const { template } = spec;
  const ref = { name: `${name}-${ordinal}`, namespace };
  const containers = template.spec.containers.map(({ name: container, image }) => ({ name: container, image }));
  const pod = await admin.create<StoredObject>(resources.pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, ...ref },
    ...{ spec: { automountServiceAccountToken: false, containers } },
  });
  const status = { podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] };
  await admin.applyStatus(resources.pods, { apiVersion: 'v1', kind: 'Pod', metadata: ref, ...{ status } }, { fieldManager: 'kubelet' });
  return pod;
}
