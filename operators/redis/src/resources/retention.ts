import { retention as retain } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import type { Observed } from '../observed.ts';

/** Whether volumes and generated passwords go with the cluster. */
export function retention(observed: Observed): readonly KubeObject[] {
  const { cluster } = observed;
  return retain({ owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted, kept: keptObjects(observed) });
}

function keptObjects({ claims, cluster, names, objects }: Observed): readonly StoredObject[] {
  const volumes = claims.map(({ name }) => `PersistentVolumeClaim/${name}`);
  const secrets = [names.authSecret, names.internalSecret, names.authoritySecret, names.certificatesSecret]
    .filter((name) => name !== cluster.spec.auth.secretName && name !== cluster.spec.tls.secretName)
    .map((name) => `Secret/${name}`);
  return [...volumes, ...secrets].flatMap((key) => objects.get(key) ?? []);
}
