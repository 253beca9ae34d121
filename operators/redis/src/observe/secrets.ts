import type { RedisCluster } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { Names } from '../names.ts';
import type { ObservedSecrets, StoredAcl } from '../observed.ts';
import { parseAclFile } from '../resources/acl-file.ts';
import { aclKeys } from '../resources/acl-secret.ts';
import { clientsOf, observeClient, observeFormerClient } from './client-secrets.ts';
import { internalUsers, type NewSecret, newInternalSecret } from './new-secrets.ts';
import { decode, password, passwordOf, type Secret } from './secret-content.ts';

export type SecretsView = ObservedSecrets & {
  readonly operatorPassword?: string;
  /** By name, for retention and comparison. */
  readonly stored: readonly StoredObject[];
};

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
  const [internal, aclSecret, clients] = await Promise.all([
    read(names.internalSecret),
    read(names.aclSecret),
    Promise.all(clientsOf(cluster).map((client) => observeClient({ cluster, names, isRunning, read }, client))),
  ]);
  const acl = storedAcl(aclSecret);
  const former = (acl?.users ?? []).filter((user) => clients.every((client) => client.user !== user));
  const leftOver = await Promise.all(former.map((user) => observeFormerClient({ cluster, names, read }, user)));
  const isLost = internal === undefined && isRunning;
  const newInternal = internal === undefined && !isLost ? newInternalSecret(cluster, names) : undefined;
  const problem = isLost ? describeLoss(names) : clients[0]?.problem;
  const sentinelPassword = decode(internal, 'sentinel-password');
  const operatorPassword = decode(internal, 'operator-password');
  return {
    missing: [...clients.map(({ missing }) => missing), newInternal].filter((secret) => secret !== undefined),
    stored: [internal, aclSecret, ...clients.flatMap(({ stored }) => stored)].filter((secret) => secret !== undefined),
    clients: clients.map(({ missing: _, stored: __, ...client }) => client),
    internalDigests: internalDigests(internal, newInternal),
    former: former.map((user, at) => ({ user, secrets: leftOver[at] ?? [] })),
    ...(acl !== undefined && { acl }),
    ...(problem !== undefined && { problem }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    ...(operatorPassword !== undefined && { operatorPassword }),
  };
}

function internalDigests(stored: Secret | undefined, made: NewSecret | undefined): Readonly<Record<string, string>> {
  const digests = internalUsers.map((user) => {
    const key = `${user}-password`;
    const text = made?.stringData[key];
    return [user, passwordOf(stored, key)?.digest ?? (text === undefined ? undefined : password(text).digest)];
  });
  return Object.fromEntries(digests.filter(([, digest]) => digest !== undefined));
}

function storedAcl(secret: Secret | undefined): StoredAcl | undefined {
  if (secret === undefined) return undefined;
  return {
    redis: parseAclFile(decode(secret, aclKeys.redis) ?? ''),
    sentinel: parseAclFile(decode(secret, aclKeys.sentinel) ?? ''),
    users: (decode(secret, aclKeys.users) ?? '').split('\n').filter((user) => user !== ''),
  };
}

/** New passwords would lock the operator out of the servers that run with the old ones. */
function describeLoss({ internalSecret: name, data, sentinel }: Names): string {
  return `Secret ${name} is gone while servers run with its passwords: restore it, or delete the StatefulSets ${data} and ${sentinel}, which loses no data, and both start with new ones`;
}
