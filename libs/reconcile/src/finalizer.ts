import { addFinalizer, type Resource, removeFinalizer } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { ReconcileContext } from './contract.ts';

export type FinalizerInput<T extends StoredObject> = {
  readonly resource: Resource;
  /** As the cache or a live read shows it. */
  readonly object: T;
  /** A qualified name, such as `dataservices.dev/cleanup`. It must never change: nobody removes one of an older name. */
  readonly finalizer: string;
  /**
   * Takes away what nothing else does when the object goes. It must be idempotent: it is called again after a crash, after
   * a failure of its own, and once more where the removal of the finalizer failed. It returns when everything is gone.
   */
  readonly cleanUp: (object: T) => Promise<void>;
};

/**
 * Guards what must be cleaned up when an object is deleted. To be called at the start of every pass, before anything is
 * made that needs cleaning up:
 *
 * - an object that lives gets the finalizer, and is returned as it then is: go on with it;
 * - one that is being deleted and has the finalizer is cleaned up, and then loses it: undefined, there is nothing more to do;
 * - one that is being deleted and does not have it is not touched: undefined.
 *
 * Guarantees: as long as nobody else removes the finalizer, an object that this function has returned does not go before
 * `cleanUp` has succeeded, whatever crashes between. Finalizers of others are neither lost nor brought back: both writes
 * are JSON patches that name the object's uid and test what they change. Assumes that `cleanUp` needs nothing of the
 * object that others' finalizers may have taken away by then.
 *
 * @throws what `cleanUp` throws: the finalizer stays, and the pass comes again by the error policy
 * @throws KubeError Conflict where the object was another one than the one observed, or its finalizers had changed: come again
 */
export async function ensureFinalizer<T extends StoredObject>(
  { resource, object, finalizer, cleanUp }: FinalizerInput<T>,
  { kube, signal }: Pick<ReconcileContext, 'kube' | 'signal'>,
): Promise<T | undefined> {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined) return addFinalizer(kube, resource, object, finalizer, { signal });
  if (!finalizers.includes(finalizer)) return undefined;
  await cleanUp(object);
  signal.throwIfAborted();
  await removeFinalizer(kube, resource, object, finalizer, { signal });
  return undefined;
}
