import type { ZookeeperCluster } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { Names } from '../names.ts';
import type { ObservedSecrets } from '../observed.ts';
import { observeClient, observeFormerClient } from './client-secrets.ts';
import { decode, digestOf, type NewSecret, newPassword, newSecret, type Secret } from './secret-content.ts';

export type SecretsView = ObservedSecrets & {
  readonly operatorPassword?: string;
  /** For retention and comparison. */
  readonly stored: readonly StoredObject[];
};

export type SecretsInput = {
  readonly kube: Kube;
  readonly cluster: ZookeeperCluster;
  readonly names: Names;
  /** Whether servers run, with the password of a Secret that may be gone. */
  readonly isRunning: boolean;
  readonly signal: AbortSignal;
};

/** Reads the few Secrets in use one by one: the operator may neither list nor watch them. */
export async function observeSecrets({ kube, cluster, names, isRunning, signal }: SecretsInput): Promise<SecretsView> {
  const read = (name: string) => kube.get<Secret>(resources.secrets, { namespace: names.namespace, name }, { signal });
  const input = { cluster, names, read };
  const [internal, binding, clients] = await Promise.all([
    read(names.internalSecret),
    read(names.bindingSecret),
    Promise.all(cluster.spec.users.map((_, at) => observeClient(input, at))),
  ]);
  const former = formerUsers(cluster);
  const leftOver = await Promise.all(former.map((user) => observeFormerClient(input, user)));
  const isLost = internal === undefined && isRunning;
  const newInternal = internal === undefined && !isLost ? internalSecret(cluster, names) : undefined;
  const operatorPassword = decode(internal, 'operator-password');
  return {
    missing: [newInternal, ...clients.map(({ missing }) => missing)].filter((secret) => secret !== undefined),
    stored: [internal, binding, ...clients.flatMap(({ stored }) => stored)].filter((secret) => secret !== undefined),
    clients: clients.map(({ missing: _, stored: __, ...client }) => client),
    former: former.map((user, at) => ({ user, secrets: leftOver[at] ?? [] })),
    ...(isLost && { problem: describeLoss(names) }),
    ...(operatorPassword !== undefined && { operatorPassword }),
  };
}

function formerUsers({ spec, status }: ZookeeperCluster): readonly string[] {
  const known = new Set(status.users?.map(({ name }) => name));
  return [...known].filter((user) => spec.users.every(({ name }) => name !== user));
}

function internalSecret(cluster: ZookeeperCluster, { internalSecret: name }: Names): NewSecret {
  const password = newPassword();
  // ZooKeeper's own form: whoever logs in as the user super with this password may do everything.
  return newSecret(cluster, name, { 'operator-password': password, 'super-digest': `super:${digestOf('super', password)}` });
}

/** A new password would lock the operator out of the servers that run with the old one. */
function describeLoss({ internalSecret: name, data }: Names): string {
  return `Secret ${name} is gone while servers run with its password: restore it, or delete the StatefulSet ${data}, which loses no data, and all start with a new one`;
}
