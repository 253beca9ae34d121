import { randomBytes } from 'node:crypto';
import type { RabbitmqCluster } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import { ownersWhenMade } from '@dataservices/members';
import { type KubeObject, objectLabels, type StoredObject } from '@dataservices/plan';
import { type Names, users } from '../names.ts';
import type { ObservedSecrets } from '../observed.ts';
import { hashPassword } from '../password-hash.ts';
import { componentOf } from '../resources/metadata.ts';

type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

export type SecretsView = ObservedSecrets & {
  readonly operatorPassword?: string;
  /** For retention and comparison. */
  readonly stored: readonly StoredObject[];
};

export type SecretsInput = {
  readonly kube: Kube;
  readonly cluster: RabbitmqCluster;
  readonly names: Names;
  /** Whether nodes run, with the cookie and the password of a Secret that may be gone. */
  readonly isRunning: boolean;
  readonly signal: AbortSignal;
};

/** Reads the Secrets one by one: the operator may neither list nor watch them. */
export async function observeSecrets({ kube, cluster, names, isRunning, signal }: SecretsInput): Promise<SecretsView> {
  const read = (name: string) => kube.get<Secret>(resources.secrets, { namespace: names.namespace, name }, { signal });
  const { secretName } = cluster.spec.auth;
  const [internal, auth, binding] = await Promise.all([
    read(names.internalSecret),
    read(secretName ?? names.authSecret),
    read(names.bindingSecret),
  ]);
  const isLost = internal === undefined && isRunning;
  const operatorPassword = decode(internal, 'operator-password');
  const appPassword = decode(auth, 'password')?.replace(/\n+$/, '');
  const problem = isLost ? describeLoss(names) : authProblem(auth, appPassword, secretName, names);
  return {
    missing: [
      ...(internal === undefined && !isLost ? [internalSecret(cluster, names)] : []),
      ...(auth === undefined && secretName === undefined ? [authSecret(cluster, names)] : []),
    ],
    stored: [internal, auth, binding].filter((secret) => secret !== undefined),
    ...(problem !== undefined && { problem }),
    ...(operatorPassword !== undefined && { operatorPassword }),
    ...(appPassword !== undefined && appPassword !== '' && { appPassword }),
  };
}

/** The nodes get the cookie and the hash of the operator's password; the password itself stays with the operator. */
function internalSecret(cluster: RabbitmqCluster, { internalSecret: name }: Names): KubeObject {
  const password = newPassword();
  const user = {
    name: users.operator,
    password_hash: hashPassword(password),
    hashing_algorithm: 'rabbit_password_hashing_sha256',
    tags: ['administrator'],
  };
  const founding = JSON.stringify({ users: [user], vhosts: [{ name: '/' }] });
  return newSecret(cluster, name, { 'operator-password': password, 'erlang-cookie': newPassword(), 'founding.json': founding });
}

function authSecret(cluster: RabbitmqCluster, { authSecret: name }: Names): KubeObject {
  return newSecret(cluster, name, { username: users.app, password: newPassword() });
}

/** Whether it goes with the cluster is for `storage.whenDeleted` to say. */
function newSecret(cluster: RabbitmqCluster, name: string, stringData: Readonly<Record<string, string>>): KubeObject {
  const labels = objectLabels(componentOf({ cluster }));
  const ownerReferences = ownersWhenMade({ owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted });
  const metadata = { name, namespace: cluster.metadata.namespace, labels, ownerReferences };
  return { apiVersion: 'v1', kind: 'Secret', metadata, ...{ stringData } };
}

/** 192 bits in letters and digits, so that it fits into any client's URL as it is. */
function newPassword(): string {
  return randomBytes(24).toString('hex');
}

function decode(secret: Secret | undefined, key: string): string | undefined {
  const value = secret?.data?.[key];
  return value === undefined || value === '' ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

/** A new cookie would part the nodes that start from those that run, and a new password is not the one that they know. */
function describeLoss({ internalSecret: name }: Names): string {
  return `Secret ${name} is gone while nodes run with its cookie and password: restore it from a backup; without it no node can be managed, nor restarted beside the others`;
}

function authProblem(
  auth: Secret | undefined,
  password: string | undefined,
  secretName: string | undefined,
  { authSecret: generated }: Names,
): string | undefined {
  if (auth === undefined) {
    return secretName === undefined
      ? undefined
      : `spec.auth.secretName: there is no Secret ${secretName} in this namespace; create it with a key password`;
  }
  return password === undefined || password === ''
    ? `Secret ${secretName ?? generated} has no key password, or it is empty; set it`
    : undefined;
}
