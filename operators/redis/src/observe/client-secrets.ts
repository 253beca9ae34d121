import type { RedisCluster } from '@dataservices/api';
import { annotationKeys, labelKeys } from '@dataservices/plan';
import { clientSecretNames, type Names } from '../names.ts';
import type { ClientSecrets } from '../observed.ts';
import { users } from '../settings.ts';
import { type NewSecret, newAuthSecret } from './new-secrets.ts';
import { password, passwordOf, type Secret } from './secret-content.ts';

export type ReadSecret = (name: string) => Promise<Secret | undefined>;

export type ClientView = ClientSecrets & {
  readonly missing?: NewSecret;
  readonly stored: readonly Secret[];
};

type Client = { readonly user: string; readonly secretName?: string | undefined; readonly path: string };

/** Everybody who uses the cluster: the user of `auth` first. */
export function clientsOf({ spec }: RedisCluster): readonly Client[] {
  return [
    { user: users.app, secretName: spec.auth.secretName, path: 'spec.auth.secretName' },
    ...spec.users.map(({ name, secretName }, at) => ({ user: name, secretName, path: `spec.users[${at}].secretName` })),
  ];
}

/** The Secrets of one client: the one that says its password, and the binding that shows it. */
export async function observeClient(
  { cluster, names, isRunning, read }: { cluster: RedisCluster; names: Names; isRunning: boolean; read: ReadSecret },
  { user, secretName, path }: Client,
): Promise<ClientView> {
  const own = clientSecretNames(names, user);
  const name = secretName ?? own.auth;
  const [auth, binding] = await Promise.all([read(name), read(own.binding)]);
  const missing = auth === undefined && secretName === undefined ? newAuthSecret(cluster, name, user) : undefined;
  // Beside running servers it counts once it is stored: one made up anew in each pass would never be the one that clients have.
  const made = missing === undefined || isRunning ? undefined : password(missing.stringData.password ?? '');
  const wanted = passwordOf(auth) ?? made;
  const bound = boundPassword(binding);
  const problem = wanted === undefined && missing === undefined ? describeProblem(auth, name, path) : undefined;
  return {
    user,
    stored: [auth, binding].filter((secret) => secret !== undefined),
    ...(missing !== undefined && { missing }),
    ...(wanted !== undefined && { wanted }),
    ...(bound !== undefined && { bound }),
    ...(problem !== undefined && { problem }),
  };
}

function boundPassword(binding: Secret | undefined): ClientSecrets['bound'] {
  const shown = passwordOf(binding);
  if (shown === undefined) return undefined;
  const sinceMs = Date.parse(binding?.metadata.annotations?.[annotationKeys.passwordSince] ?? '');
  return { ...shown, ...(Number.isFinite(sinceMs) && { sinceMs }) };
}

function describeProblem(auth: Secret | undefined, name: string, path: string): string {
  return auth === undefined
    ? `${path}: there is no Secret ${name} in this namespace; create it with a key password`
    : `Secret ${name} has no key password, or it is empty; set it`;
}

/** The Secrets made for a user that is no longer asked for, as far as they are there and this cluster's. */
export async function observeFormerClient(
  { cluster, names, read }: { cluster: RedisCluster; names: Names; read: ReadSecret },
  user: string,
): Promise<readonly Secret[]> {
  const { auth, binding } = clientSecretNames(names, user);
  const stored = await Promise.all([read(auth), read(binding)]);
  const isOwn = ({ metadata: { labels } }: Secret) => labels?.[labelKeys.cluster] === cluster.metadata.name;
  return stored.filter((secret) => secret !== undefined).filter(isOwn);
}
