import { randomBytes } from 'node:crypto';
import type { RedisCluster } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import { type KubeObject, objectLabels, type StoredObject } from '@dataservices/plan';
import { type Names, ports } from '../names.ts';
import type { ObservedSecrets } from '../observed.ts';
import { componentOf } from '../resources/metadata.ts';
import { users } from '../settings.ts';

type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

export type SecretsView = ObservedSecrets & {
  readonly operatorPassword?: string;
  /** By name, for retention and comparison. */
  readonly stored: readonly StoredObject[];
};

const internalUsers = ['member', 'replication', 'sentinel', 'operator', 'exporter'];

export type SecretsInput = {
  readonly kube: Kube;
  readonly cluster: RedisCluster;
  readonly names: Names;
  /** Whether servers run, with the passwords of Secrets that may be gone. */
  readonly isRunning: boolean;
  readonly signal: AbortSignal;
};

/** Reads the few Secrets in use one by one: the operator may neither list nor watch them. */
export async function observeSecrets({ kube, cluster, names, isRunning, signal }: SecretsInput): Promise<SecretsView> {
  const read = (name: string) => kube.get<Secret>(resources.secrets, { namespace: names.namespace, name }, { signal });
  const [auth, internal, binding] = await Promise.all([read(names.authSecret), read(names.internalSecret), read(names.bindingSecret)]);
  const isGenerated = cluster.spec.auth.secretName === undefined;
  const newAuth = auth === undefined && isGenerated ? authSecret(cluster, names) : undefined;
  const isLost = internal === undefined && isRunning;
  const newInternal = internal === undefined && !isLost ? internalSecret(cluster, names) : undefined;
  const appPassword = passwordOf(auth) ?? newAuth?.stringData.password;
  const problem = isLost ? describeLoss(names) : appPassword === undefined ? describeProblem(auth, names) : undefined;
  const sentinelPassword = decode(internal, 'sentinel-password');
  const operatorPassword = decode(internal, 'operator-password');
  return {
    missing: [newAuth, newInternal].filter((secret) => secret !== undefined),
    stored: [auth, internal, binding].filter((secret) => secret !== undefined),
    ...(problem !== undefined && { problem }),
    ...(appPassword !== undefined && { appPassword }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    ...(operatorPassword !== undefined && { operatorPassword }),
    ...(binding !== undefined && { binding }),
  };
}

type NewSecret = KubeObject & { readonly stringData: Readonly<Record<string, string>> };

function authSecret(cluster: RedisCluster, names: Names): NewSecret {
  return newSecret(cluster, names.authSecret, { username: users.app, password: newPassword() });
}

function internalSecret(cluster: RedisCluster, names: Names): NewSecret {
  const passwords = Object.fromEntries(internalUsers.map((user) => [`${user}-password`, newPassword()]));
  // The exporter looks its password up by its whole address, the user included.
  const addresses = ['redis', 'rediss'].map((scheme) => `${scheme}://exporter@localhost:${ports.redis}`);
  const exporter = Object.fromEntries(addresses.map((address) => [address, passwords['exporter-password']]));
  return newSecret(cluster, names.internalSecret, { ...passwords, 'exporter.json': JSON.stringify(exporter) });
}

/** Without an owner: whether it goes with the cluster is for `storage.whenDeleted` to say. */
function newSecret(cluster: RedisCluster, name: string, stringData: Readonly<Record<string, string>>): NewSecret {
  const labels = objectLabels(componentOf({ cluster }, 'data'));
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: cluster.metadata.namespace, labels }, stringData };
}

/** 192 bits in letters and digits, so that it fits into any client's URL and any configuration file as it is. */
function newPassword(): string {
  return randomBytes(24).toString('hex');
}

/** As the start script reads it: many a Secret is made from a file that ends with a line feed. */
function passwordOf(secret: Secret | undefined): string | undefined {
  const password = decode(secret, 'password')?.replace(/\n+$/, '');
  return password === '' ? undefined : password;
}

function decode(secret: Secret | undefined, key: string): string | undefined {
  const value = secret?.data?.[key];
  return value === undefined || value === '' ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

function describeProblem(auth: Secret | undefined, { authSecret: name }: Names): string {
  return auth === undefined
    ? `spec.auth.secretName: there is no Secret ${name} in this namespace; create it with a key password`
    : `Secret ${name} has no key password, or it is empty; set it`;
}

/** New passwords would lock the operator out of the servers that run with the old ones. */
function describeLoss({ internalSecret: name, data, sentinel }: Names): string {
  return `Secret ${name} is gone while servers run with its passwords: restore it, or delete the StatefulSets ${data} and ${sentinel}, which loses no data, and both start with new ones`;
}
