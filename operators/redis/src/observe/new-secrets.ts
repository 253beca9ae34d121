import { randomBytes } from 'node:crypto';
import type { RedisCluster } from '@dataservices/api';
import { ownersWhenMade } from '@dataservices/members';
import { type KubeObject, objectLabels } from '@dataservices/plan';
import { type Names, ports } from '../names.ts';
import { componentOf } from '../resources/metadata.ts';

export const internalUsers = ['member', 'replication', 'sentinel', 'operator', 'exporter'] as const;

export type NewSecret = KubeObject & { readonly stringData: Readonly<Record<string, string>> };

/** A password of a client, made up. */
export function newAuthSecret(cluster: RedisCluster, name: string, username: string): NewSecret {
  return newSecret(cluster, name, { username, password: newPassword() });
}

/** The passwords of the parts among themselves. */
export function newInternalSecret(cluster: RedisCluster, names: Names): NewSecret {
  const passwords = Object.fromEntries(internalUsers.map((user) => [`${user}-password`, newPassword()]));
  // The exporter looks its password up by its whole address, the user included.
  const addresses = ['redis', 'rediss'].map((scheme) => `${scheme}://exporter@localhost:${ports.redis}`);
  const exporter = Object.fromEntries(addresses.map((address) => [address, passwords['exporter-password']]));
  return newSecret(cluster, names.internalSecret, { ...passwords, 'exporter.json': JSON.stringify(exporter) });
}

/** Whether it goes with the cluster is for `storage.whenDeleted` to say. */
function newSecret(cluster: RedisCluster, name: string, stringData: Readonly<Record<string, string>>): NewSecret {
  const labels = objectLabels(componentOf({ cluster }, 'data'));
  const ownerReferences = ownersWhenMade({ owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted });
  const metadata = { name, namespace: cluster.metadata.namespace, labels, ownerReferences };
  return { apiVersion: 'v1', kind: 'Secret', metadata, stringData };
}

/** 192 bits in letters and digits, so that it fits into any client's URL and any configuration file as it is. */
function newPassword(): string {
  return randomBytes(24).toString('hex');
}
