import { randomBytes } from 'node:crypto';
import type { RabbitmqCluster } from '@dataservices/api';
import { ownersWhenMade } from '@dataservices/members';
import { type KubeObject, objectLabels, type StoredObject } from '@dataservices/plan';
import { componentOf } from '../resources/metadata.ts';

export type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

/** The text under a key; undefined where there is none, or an empty one. */
export function decode(secret: Secret | undefined, key: string): string | undefined {
  const value = secret?.data?.[key];
  return value === undefined || value === '' ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

/** Without line feeds at its end: many a Secret is made from a file that has one. */
export function passwordOf(secret: Secret | undefined): string | undefined {
  const text = decode(secret, 'password')?.replace(/\n+$/, '');
  return text === '' ? undefined : text;
}

/** 192 bits in letters and digits, so that it fits into any client's URL as it is. */
export function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** Whether it goes with the cluster is for `storage.whenDeleted` to say. */
export function newSecret(cluster: RabbitmqCluster, name: string, stringData: Readonly<Record<string, string>>): KubeObject {
  const labels = objectLabels(componentOf({ cluster }));
  const ownerReferences = ownersWhenMade({ owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted });
  const metadata = { name, namespace: cluster.metadata.namespace, labels, ownerReferences };
  return { apiVersion: 'v1', kind: 'Secret', metadata, ...{ stringData } };
}
