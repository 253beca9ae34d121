import { retention as retain } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

/** Whether volumes and the generated password go with the cluster. */
export function retention({ claims, cluster, names, objects }: Observed): readonly KubeObject[] {
  const keys = [...claims.map(({ name }) => `PersistentVolumeClaim/${name}`), `Secret/${names.internalSecret}`];
  const kept = keys.flatMap((key) => objects.get(key) ?? []);
  return retain({ owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted, kept });
}
