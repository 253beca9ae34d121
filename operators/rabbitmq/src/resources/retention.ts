import { type RetentionInput, retention as retain } from '@dataservices/members';
import type { KubeObject } from '@dataservices/plan';
import { clientSecretNames } from '../names.ts';
import type { Observed } from '../observed.ts';

/** Whether volumes and generated passwords go with the cluster. */
export function retention(observed: Observed): readonly KubeObject[] {
  return retain(retentionOf(observed));
}

export function retentionOf({ claims, cluster, names, objects }: Observed): RetentionInput {
  const { auth, users, tls } = cluster.spec;
  const generated = users.filter(({ secretName }) => secretName === undefined).map(({ name }) => clientSecretNames(names, name).auth);
  const made = [names.internalSecret, names.authSecret, names.authoritySecret, names.certificatesSecret, ...generated];
  const secrets = made.filter((name) => name !== auth.secretName && name !== tls.secretName);
  const keys = [...claims.map(({ name }) => `PersistentVolumeClaim/${name}`), ...secrets.map((name) => `Secret/${name}`)];
  const kept = keys.flatMap((key) => objects.get(key) ?? []);
  return { owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted, kept };
}
