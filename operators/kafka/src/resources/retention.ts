import { type RetentionInput, retention as retain } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

/** Whether volumes go with the cluster. */
export function retention(observed: Observed): readonly KubeObject[] {
  return retain(retentionOf(observed));
}

export function retentionOf({ claims, cluster, objects }: Observed): RetentionInput {
  const kept = [...claims.controller, ...claims.broker].flatMap(({ name }) => objects.get(`PersistentVolumeClaim/${name}`) ?? []);
  return { owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted, kept };
}
