import { randomBytes } from 'node:crypto';
import type { RedisCluster } from '@dataservices/api';
import { ownersWhenMade } from '@dataservices/members';
import { type KubeObject, objectLabels } from '@dataservices/plan';
import type { Names } from '../names.ts';
import { exporterFile, internalUsers, passwordKey } from '../resources/internal-secret.ts';
import { componentOf } from '../resources/metadata.ts';

export type NewSecret = KubeObject & { readonly stringData: Readonly<Record<string, string>> };

/** A password of a client, made up. */
export function newAuthSecret(cluster: RedisCluster, name: string, username: string): NewSecret {
  return newSecret(cluster, name, { username, password: newPassword() });
}

/** The passwords of the parts among themselves. */
export function newInternalSecret(cluster: RedisCluster, names: Names): NewSecret {
  const passwords = Object.fromEntries(internalUsers.map((user) => [passwordKey(user), newPassword()]));
  return newSecret(cluster, names.internalSecret, {
    ...passwords,
    'exporter.json': exporterFile(passwords[passwordKey('exporter')] ?? ''),
  });
}

/** Whether it goes with the cluster is for `storage.whenDeleted` to say. */
function newSecret(cluster: RedisCluster, name: string, stringData: Readonly<Record<string, string>>): NewSecret {
  const labels = objectLabels(componentOf({ cluster }, 'data'));
  const ownerReferences = ownersWhenMade({ owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted });
  const metadata = { name, namespace: cluster.metadata.namespace, labels, ownerReferences };
  return { apiVersion: 'v1', kind: 'Secret', metadata, stringData };
}

/** 192 bits in letters and digits, so that it fits into any client's URL and any configuration file as it is. */
export function newPassword(): string {
  return randomBytes(24).toString('hex');
}
