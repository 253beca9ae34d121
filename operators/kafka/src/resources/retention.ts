import { type RetentionInput, retention as retain } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import { userSecretNames } from '../names.ts';
import type { Observed } from '../observed.ts';

/** Whether volumes and generated passwords go with the cluster. */
export function retention(observed: Observed): readonly KubeObject[] {
  return retain(retentionOf(observed));
}

export function retentionOf({ claims, cluster, names, objects }: Observed): RetentionInput {
  const generated = cluster.spec.users
    .filter(({ secretName }) => secretName === undefined)
    .map(({ name }) => `Secret/${userSecretNames(names, name).auth}`);
  const volumes = [...claims.controller, ...claims.broker].map(({ name }) => `PersistentVolumeClaim/${name}`);
  const kept = [...volumes, ...generated].flatMap((key) => objects.get(key) ?? []);
  return { owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted, kept };
}
