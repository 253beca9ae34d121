import { KubeError } from './errors.ts';
import type { Ref } from './port.ts';
import { apiVersionOf, type Resource } from './resource.ts';

/** Of all objects of a kind, or of those in one namespace. */
export function collectionPath(resource: Resource, namespace?: string): string {
  const root = resource.group === '' ? `/api/${resource.version}` : `/apis/${apiVersionOf(resource)}`;
  const scope = resource.isNamespaced && namespace !== undefined ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${root}${scope}/${resource.plural}`;
}

/** @throws KubeError BadRequest where a namespaced object comes without its namespace, or an object without its name */
export function objectPath(resource: Resource, ref: Ref, subresource?: 'status' | 'scale' | 'eviction'): string {
  if (ref.name === '') throw badReference(resource, 'has no name');
  if (resource.isNamespaced && ref.namespace === undefined) throw badReference(resource, `'${ref.name}' has no metadata.namespace`);
  const path = `${collectionPath(resource, ref.namespace)}/${encodeURIComponent(ref.name)}`;
  return subresource === undefined ? path : `${path}/${subresource}`;
}

/** Where an object of this kind is created. */
export function creationPath(resource: Resource, namespace: string | undefined): string {
  if (resource.isNamespaced && namespace === undefined) throw badReference(resource, 'has no metadata.namespace');
  return collectionPath(resource, namespace);
}

// Without this check the address would be that of a cluster-wide collection, and the answer would name something else.
function badReference(resource: Resource, problem: string): KubeError {
  return new KubeError({ code: 'BadRequest', status: 400, message: `${resource.kind} ${problem}` });
}
