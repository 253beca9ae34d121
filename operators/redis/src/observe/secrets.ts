import type { RedisCluster } from '@dataservices/api';
import { type Kube, resources } from '@dataservices/kube';
import { annotationKeys, type StoredObject } from '@dataservices/plan';
import type { Login } from '../client/connection.ts';
import type { Names } from '../names.ts';
import type { Digests, InternalPasswords, ObservedSecrets, StoredAcl } from '../observed.ts';
import { parseAclFile } from '../resources/acl-file.ts';
import { aclKeys } from '../resources/acl-secret.ts';
import { type Generation, internalUsers, passwordKey } from '../resources/internal-secret.ts';
import { clientsOf, observeClient, observeFormerClient } from './client-secrets.ts';
import { type NewSecret, newInternalSecret } from './new-secrets.ts';
import { decode, password, passwordOf, type Secret } from './secret-content.ts';

export type SecretsView = ObservedSecrets & {
  /** How the operator logs in. */
  readonly login?: Login;
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
  const sentinelPassword = decode(internal, passwordKey('sentinel'));
  const login = loginOf(internal);
  return {
    missing: [...clients.map(({ missing }) => missing), newInternal].filter((secret) => secret !== undefined),
    stored: [internal, aclSecret, ...clients.flatMap(({ stored }) => stored)].filter((secret) => secret !== undefined),
    clients: clients.map(({ missing: _, stored: __, ...client }) => client),
    internal: internalPasswords(internal, newInternal),
    former: former.map((user, at) => ({ user, secrets: leftOver[at] ?? [] })),
    ...(acl !== undefined && { acl }),
    ...(problem !== undefined && { problem }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    ...(login !== undefined && { login }),
  };
}

function loginOf(stored: Secret | undefined): Login | undefined {
  const password = decode(stored, passwordKey('operator'));
  const others = (['previous', 'next'] as const).flatMap((generation) => decode(stored, passwordKey('operator', generation)) ?? []);
  return password === undefined ? undefined : { password, others };
}

function internalPasswords(stored: Secret | undefined, made: NewSecret | undefined): InternalPasswords {
  const of = (generation: Generation) => digestsOf((key) => passwordOf(stored, key)?.digest, generation);
  const current = made === undefined ? of('current') : digestsOf((key) => password(made.stringData[key] ?? '').digest, 'current');
  const [next, previous] = [of('next'), of('previous')];
  const rotation = stored?.metadata.annotations?.[annotationKeys.rotation];
  return {
    current,
    ...(Object.keys(next).length > 0 && { next }),
    ...(Object.keys(previous).length > 0 && { previous }),
    ...(rotation !== undefined && { rotation }),
  };
}

function digestsOf(read: (key: string) => string | undefined, generation: Generation): Digests {
  return Object.fromEntries(
    internalUsers.flatMap((user) => {
      const digest = read(passwordKey(user, generation));
      return digest === undefined ? [] : [[user, digest]];
    }),
  );
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
