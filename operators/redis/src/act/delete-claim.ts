import { resources } from '@dataservices/kube';
import { type ActContext, TargetGone } from './act-context.ts';

/** Deletes a volume claim by its uid, after a live read has shown that its member's pod is really gone: a cache may be behind. */
export async function deleteClaim({ kube, observed, signal }: ActContext, name: string, uid: string, pod: string): Promise<void> {
  const { namespace } = observed.names;
  const living = await kube.get(resources.pods, { namespace, name: pod }, { signal });
  if (living !== undefined) throw new TargetGone(`${pod} is there after all: its volume is kept`);
  await kube.delete(resources.persistentVolumeClaims, { namespace, name }, { uid, signal });
}
