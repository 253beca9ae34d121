import type { ZookeeperCluster } from '@dataservices/api';
import { annotationKeys, labelKeys } from '@dataservices/plan';
import { clientSecretNames, type Names } from '../names.ts';
import type { ClientSecrets } from '../observed.ts';
import { type NewSecret, newPassword, newSecret, passwordOf, type Secret } from './secret-content.ts';

export type ReadSecret = (name: string) => Promise<Secret | undefined>;

export type ClientInput = { readonly cluster: ZookeeperCluster; readonly names: Names; readonly read: ReadSecret };

export type ClientView = ClientSecrets & { readonly missing?: NewSecret; readonly stored: readonly Secret[] };

/** The Secrets of the user at this place of `spec.users`: the one that says its password, and the binding that shows it. */
export async function observeClient({ cluster, names, read }: ClientInput, at: number): Promise<ClientView> {
  const { name: user = '', secretName } = cluster.spec.users[at] ?? {};
  const own = clientSecretNames(names, user);
  const name = secretName ?? own.auth;
  const [auth, binding] = await Promise.all([read(name), read(own.binding)]);
  // It counts once it is stored: one made up anew in each pass would never be the one that clients have.
  const isMissing = auth === undefined && secretName === undefined;
  const wanted = passwordOf(auth, user);
  const bound = boundPassword(binding, user);
  const problem = wanted === undefined && !isMissing ? describeProblem(auth, name, `spec.users[${at}].secretName`) : undefined;
  return {
    user,
    stored: [auth, binding].filter((secret) => secret !== undefined),
    ...(isMissing && { missing: newSecret(cluster, name, { username: user, password: newPassword() }) }),
    ...(wanted !== undefined && { wanted }),
    ...(bound !== undefined && { bound }),
    ...(problem !== undefined && { problem }),
  };
}

function boundPassword(binding: Secret | undefined, user: string): ClientSecrets['bound'] {
  const shown = passwordOf(binding, user);
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
export async function observeFormerClient({ cluster, names, read }: ClientInput, user: string): Promise<readonly Secret[]> {
  const { auth, binding } = clientSecretNames(names, user);
  const stored = await Promise.all([read(auth), read(binding)]);
  const isOwn = ({ metadata: { labels } }: Secret) => labels?.[labelKeys.cluster] === cluster.metadata.name;
  return stored.filter((secret) => secret !== undefined).filter(isOwn);
}
