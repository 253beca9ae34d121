import { type RetentionInput, retention as retain } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { clientSecretNames } from '../names.ts';
import type { Observed } from '../observed.ts';
import { users } from '../settings.ts';

/** Whether volumes and generated passwords go with the cluster. */
export function retention(observed: Observed): readonly KubeObject[] {
  return retain(retentionOf(observed));
}

export function retentionOf(observed: Observed): RetentionInput {
  const { cluster } = observed;
  return { owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted, kept: keptObjects(observed) };
}

function keptObjects({ claims, cluster, names, objects }: Observed): readonly StoredObject[] {
  const volumes = claims.map(({ name }) => `PersistentVolumeClaim/${name}`);
  const generated = [{ name: users.app, ...cluster.spec.auth }, ...cluster.spec.users]
    .filter(({ secretName }) => secretName === undefined)
    .map(({ name }) => clientSecretNames(names, name).auth);
  const secrets = [...generated, names.internalSecret, names.authoritySecret, names.certificatesSecret]
    .filter((name) => name !== cluster.spec.tls.secretName)
    .map((name) => `Secret/${name}`);
  return [...volumes, ...secrets].flatMap((key) => objects.get(key) ?? []);
}
