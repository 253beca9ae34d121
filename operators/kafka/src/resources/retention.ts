import { type RetentionInput, retention as retain } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import { userSecretNames } from '../names.ts';
import type { Observed } from '../observed.ts';

/** Whether volumes, generated passwords and the certificates go with the cluster. */
export function retention(observed: Observed): readonly KubeObject[] {
  return retain(retentionOf(observed));
}

export function retentionOf({ claims, cluster, names, objects }: Observed): RetentionInput {
  const generated = cluster.spec.users
    .filter(({ secretName }) => secretName === undefined)
    .map(({ name }) => userSecretNames(names, name).auth);
  const secrets = [...generated, names.authoritySecret, names.certificatesSecret].filter((name) => name !== cluster.spec.tls.secretName);
  const keys = [
    ...[...claims.controller, ...claims.broker].map(({ name }) => `PersistentVolumeClaim/${name}`),
    ...secrets.map((name) => `Secret/${name}`),
  ];
  const kept = keys.flatMap((key) => objects.get(key) ?? []);
  return { owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted, kept };
}
