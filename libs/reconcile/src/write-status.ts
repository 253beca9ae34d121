import { applyStatusIfNeeded, type Resource } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { ReconcileContext } from './contract.ts';

/**
 * Writes the whole status that this manager has to say of an object, in one call and only where it differs from what is there. What
 * other managers wrote into it, such as an open journal, stays.
 *
 * @param live the object as observed
 * @throws KubeError as `Kube.applyStatus`
 */
export async function writeStatus(
  resource: Resource,
  live: StoredObject,
  status: object,
  fieldManager: string,
  { kube, signal }: Pick<ReconcileContext, 'kube' | 'signal'>,
): Promise<void> {
  const { namespace, name } = live.metadata;
  const desired = {
    apiVersion: live.apiVersion,
    kind: live.kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    status,
  };
  await applyStatusIfNeeded(kube, resource, live, desired, { fieldManager, signal });
}
