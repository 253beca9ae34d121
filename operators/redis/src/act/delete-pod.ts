import { resources } from '@dataservices/kube';
import type { ActContext } from './act-context.ts';

/** Deletes the pod that was observed, and no other that has its name meanwhile. */
export async function deletePod({ kube, observed, signal }: ActContext, name: string, uid: string): Promise<void> {
  await kube.delete(resources.pods, { namespace: observed.names.namespace, name }, { uid, signal });
}
