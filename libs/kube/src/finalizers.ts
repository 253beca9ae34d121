import type { StoredObject } from '@dataservices/plan';
import { isKubeError } from './errors.ts';
import { type JsonPatchOperation, jsonPointer } from './json-patch.ts';
import type { CallOptions, Kube } from './port.ts';
import type { Resource } from './resource.ts';

const path = '/metadata/finalizers';

/**
 * Adds a finalizer to an object as it was read; the finalizers of others are neither lost nor brought back.
 *
 * @returns the object as it is now; the same one where the finalizer was there already
 * @throws KubeError Conflict where the object is another one or its finalizers came or went meanwhile: read it again;
 * otherwise as `Kube.jsonPatch`: NotFound where it is gone, Forbidden or Invalid where it is being deleted
 */
export async function addFinalizer<T extends StoredObject>(
  kube: Kube,
  resource: Resource,
  object: T,
  finalizer: string,
  options?: CallOptions,
): Promise<T> {
  const { finalizers = [], uid } = object.metadata;
  if (finalizers.includes(finalizer)) return object;
  // A list that is absent has no end to append to. One that appeared meanwhile must not be overwritten.
  const operations: readonly JsonPatchOperation[] =
    finalizers.length === 0
      ? [
          { op: 'test', path, value: null },
          { op: 'add', path, value: [finalizer] },
        ]
      : [
          { op: 'test', path, value: finalizers },
          { op: 'add', path: `${path}/-`, value: finalizer },
        ];
  return kube.jsonPatch<T>(resource, object.metadata, [sameObject(uid), ...operations], options);
}

/**
 * Removes a finalizer from an object as it was read. Only call it when what the finalizer stands for is done.
 *
 * @returns the object as it is now; the same one where the finalizer was not there; undefined where the object is gone
 * @throws KubeError Conflict where the object is another one or the finalizer has moved in its list: read it again
 */
export async function removeFinalizer<T extends StoredObject>(
  kube: Kube,
  resource: Resource,
  object: T,
  finalizer: string,
  options?: CallOptions,
): Promise<T | undefined> {
  const { finalizers = [], uid } = object.metadata;
  const index = finalizers.indexOf(finalizer);
  if (index < 0) return object;
  const item = jsonPointer('metadata', 'finalizers', index);
  // The test binds the index to the name: otherwise another's finalizer could be at that place by now.
  const operations: readonly JsonPatchOperation[] = [
    { op: 'test', path: item, value: finalizer },
    { op: 'remove', path: item },
  ];
  try {
    return await kube.jsonPatch<T>(resource, object.metadata, [sameObject(uid), ...operations], options);
  } catch (error) {
    if (isKubeError(error, 'NotFound')) return undefined;
    throw error;
  }
}

function sameObject(uid: string): JsonPatchOperation {
  return { op: 'test', path: '/metadata/uid', value: uid };
}
