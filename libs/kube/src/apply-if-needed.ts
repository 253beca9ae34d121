import type { KubeObject, StoredObject } from '@dataservices/plan';
import { appliedDifference } from './applied-difference.ts';
import type { CallOptions, Kube } from './port.ts';
import type { Resource } from './resource.ts';

export type Applied<T> = {
  /** The object as it is now. */
  readonly object: T;
  /** The field because of which it was written; absent where nothing was sent. */
  readonly difference?: string;
};

export type ApplyIfNeededOptions = CallOptions & { readonly fieldManager: string };

/**
 * Applies the manager's whole intent unless the server already holds it, so that a system at rest writes nothing.
 *
 * @param live what is there as far as known; undefined where it is absent
 * @throws KubeError as `Kube.apply`
 */
export async function applyIfNeeded<T extends StoredObject>(
  kube: Kube,
  resource: Resource,
  live: T | undefined,
  desired: KubeObject,
  options: ApplyIfNeededOptions,
): Promise<Applied<T>> {
  const difference = live === undefined ? 'absent' : appliedDifference(live, desired, options);
  if (live !== undefined && difference === undefined) return { object: live };
  return { object: await kube.apply<T>(resource, desired, options), difference: difference ?? 'absent' };
}

/** The same for the status of an object that is there; `desired` carries apiVersion, kind, metadata.name, .namespace and status. */
export async function applyStatusIfNeeded<T extends StoredObject>(
  kube: Kube,
  resource: Resource,
  live: T,
  desired: KubeObject,
  options: ApplyIfNeededOptions,
): Promise<Applied<T>> {
  const difference = appliedDifference(live, desired, { fieldManager: options.fieldManager, subresource: 'status' });
  if (difference === undefined) return { object: live };
  return { object: await kube.applyStatus<T>(resource, desired, options), difference };
}
