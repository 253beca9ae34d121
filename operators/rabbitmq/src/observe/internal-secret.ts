import { createHash } from 'node:crypto';
import type { RabbitmqCluster } from '@dataservices/api';
import type { KubeObject } from '@dataservices/plan';
import { newPassword, type Secret, secretText } from '@dataservices/reconcile';
import { type Names, users } from '../names.ts';
import { hashPassword, isPassword } from '../password-hash.ts';
import { ownSecret } from './client-secrets.ts';

/** The nodes get the cookie and the hash of the operator's password; the password itself stays with the operator. */
export function newInternalSecret(cluster: RabbitmqCluster, { internalSecret: name }: Names): KubeObject {
  const password = newPassword();
  const user = {
    name: users.operator,
    password_hash: hashPassword(password),
    hashing_algorithm: 'rabbit_password_hashing_sha256',
    tags: ['administrator'],
  };
  const founding = JSON.stringify({ users: [user], vhosts: [{ name: '/' }] });
  return ownSecret(cluster, name, { 'operator-password': password, 'erlang-cookie': newPassword(), 'founding.json': founding });
}

/** Stands for the cookie, to tell whether it is still the same. */
export function cookieHashOf(secret: Secret | undefined): string | undefined {
  const cookie = secretText(secret, 'erlang-cookie');
  return cookie === undefined ? undefined : createHash('sha256').update(cookie).digest('hex').slice(0, 16);
}

export type InternalSecretInput = {
  readonly secret: Secret | undefined;
  readonly name: string;
  readonly isRunning: boolean;
  /** Of the cookie that the nodes run with, by the status. */
  readonly cookieHash: string | undefined;
};

/**
 * What a person has to mend of it: unlike all other passwords, these two cannot be changed while nodes run. One that starts with another
 * cookie is apart from the others, and the operator's user is made once, when the cluster is founded.
 */
export function internalSecretProblem({ secret, name, isRunning, cookieHash }: InternalSecretInput): string | undefined {
  if (secret === undefined) {
    if (!isRunning) return undefined;
    return `Secret ${name} is gone while nodes run with its cookie and password: restore it from a backup; without it no node can be managed, nor restarted beside the others`;
  }
  const password = secretText(secret, 'operator-password');
  const hash = foundedHash(secretText(secret, 'founding.json'));
  if (password !== undefined && hash !== undefined && !isPassword(password, hash)) {
    return `Secret ${name} has another operator-password than the nodes were given: put that back; it cannot be changed`;
  }
  if (isRunning && cookieHash !== undefined && cookieHashOf(secret) !== cookieHash) {
    return `Secret ${name} has another erlang-cookie than the nodes run with, and one that starts with it would be apart from the others: put that back; to change it, stop the cluster first (spec.replicas 0)`;
  }
  return undefined;
}

/** Of the operator's user, as the founder got it; undefined where that cannot be read. */
function foundedHash(founding: string | undefined): string | undefined {
  try {
    const parsed = JSON.parse(founding ?? '') as { readonly users?: readonly { readonly password_hash?: string }[] };
    return parsed.users?.[0]?.password_hash;
  } catch {
    return undefined;
  }
}
