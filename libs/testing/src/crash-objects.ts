import { type Kube, type Ref, type Resource, resources } from '@dataservices/kube';
import { annotationKeys, type StoredObject } from '@dataservices/plan';
import { waitFor } from './wait-for.ts';

const compared: readonly Resource[] = [
  resources.pods,
  resources.persistentVolumeClaims,
  resources.statefulSets,
  resources.services,
  resources.configMaps,
  resources.secrets,
  resources.podDisruptionBudgets,
];

type AnyObject = StoredObject & { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };

/** What two runs are compared by: all objects of a namespace, without uids, versions and times. */
export async function objectsLeft(kube: Kube, namespace: string): Promise<readonly (readonly string[])[]> {
  return (await objectsIn(kube, namespace)).map(({ kind, metadata, spec }) => [
    kind,
    metadata.name,
    metadata.labels?.['dataservices.dev/role'] ?? 'no role',
    metadata.annotations?.[annotationKeys.retired] === undefined ? 'in use' : 'retired',
    ...(spec?.containers ?? []).map(({ image = '' }) => image),
  ]);
}

/** Deletes a custom resource. @returns `Kind name` of what is left when everything that it owns is gone */
export async function leftByDeletion(kube: Kube, resource: Resource, ref: Required<Ref>): Promise<readonly string[]> {
  await kube.delete(resource, ref);
  const left = await waitFor('what was owned to be gone', () => keptIn(kube, ref.namespace), { timeoutMs: 180_000 });
  return left.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

/** Undefined while anything has an owner, be it the custom resource or, as of pods, something that goes with it. */
async function keptIn(kube: Kube, namespace: string): Promise<readonly AnyObject[] | undefined> {
  const objects = await objectsIn(kube, namespace);
  return objects.every(({ metadata }) => metadata.ownerReferences === undefined) ? objects : undefined;
}

async function objectsIn(kube: Kube, namespace: string): Promise<readonly AnyObject[]> {
  const lists = await Promise.all(compared.map((resource) => kube.list<AnyObject>(resource, { namespace })));
  return lists.flatMap(({ items }, at) => items.map((item) => ({ ...item, kind: compared[at]?.kind ?? '' })));
}
