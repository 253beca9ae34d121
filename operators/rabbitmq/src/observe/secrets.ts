import type { RabbitmqCluster } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import { type FormerUser, formerUsers } from '@dataservices/members';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { newPassword, observeFormerSecrets, type Secret, secretText } from '@dataservices/reconcile';
import { clientSecretNames, type Names, users } from '../names.ts';
import type { Client, ObservedSecrets } from '../observed.ts';
import { hashPassword } from '../password-hash.ts';
import { observeClients, ownSecret } from './client-secrets.ts';
import { observeDefinitions } from './definitions.ts';

export type SecretsView = ObservedSecrets & {
  readonly operatorPassword?: string;
  readonly clients: readonly Omit<Client, 'known'>[];
  readonly former: readonly Omit<FormerUser, 'isKnown' | 'refused'>[];
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
  const former = formerUsers(cluster);
  const [internal, clients, leftOver, definitionsProblem] = await Promise.all([
    read(names.internalSecret),
    observeClients({ cluster, names, read }),
    Promise.all(former.map((user) => observeFormerSecrets(clientSecretNames(names, user), read, cluster.metadata.name))),
    observeDefinitions(cluster, kube, signal),
  ]);
  const isLost = internal === undefined && isRunning;
  const operatorPassword = secretText(internal, 'operator-password');
  const newInternal = internal === undefined && !isLost ? internalSecret(cluster, names) : undefined;
  return {
    missing: [newInternal, ...clients.map(({ missing }) => missing)].filter((secret) => secret !== undefined),
    stored: [internal, ...clients.flatMap(({ stored }) => stored)].filter((secret) => secret !== undefined),
    clients: clients.map(({ missing: _, stored: __, secretUid: ___, ...client }) => client),
    former: former.map((user, at) => ({ user, secrets: leftOver[at] ?? [] })),
    ...(definitionsProblem !== undefined && { definitionsProblem }),
    ...(isLost && { problem: describeLoss(names) }),
    ...(operatorPassword !== undefined && { operatorPassword }),
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
  return ownSecret(cluster, name, { 'operator-password': password, 'erlang-cookie': newPassword(), 'founding.json': founding });
}

/** A new cookie would part the nodes that start from those that run, and a new password is not the one that they know. */
function describeLoss({ internalSecret: name }: Names): string {
  return `Secret ${name} is gone while nodes run with its cookie and password: restore it from a backup; without it no node can be managed, nor restarted beside the others`;
}
