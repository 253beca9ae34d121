import { type RetentionInput, retention as retain } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

/** Whether volumes and generated passwords go with the cluster. */
export function retention(observed: Observed): readonly KubeObject[] {
  return retain(retentionOf(observed));
}

export function retentionOf({ claims, cluster, names, objects }: Observed): RetentionInput {
  const secrets = [names.internalSecret, names.authSecret].filter((name) => name !== cluster.spec.auth.secretName);
  const keys = [...claims.map(({ name }) => `PersistentVolumeClaim/${name}`), ...secrets.map((name) => `Secret/${name}`)];
  const kept = keys.flatMap((key) => objects.get(key) ?? []);
  return { owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted, kept };
}
