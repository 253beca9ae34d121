import type { RabbitmqCluster } from '@dataservices/api';
import { type KubeObject, labelKeys } from '@dataservices/plan';
import { clientSecretNames, type Names, users } from '../names.ts';
import type { Client } from '../observed.ts';
import { newPassword, newSecret, passwordOf, type Secret } from './secret-content.ts';

export type ReadSecret = (name: string) => Promise<Secret | undefined>;

export type ClientInput = { readonly cluster: RabbitmqCluster; readonly names: Names; readonly read: ReadSecret };

export type ClientSecrets = Omit<Client, 'known'> & { readonly missing?: KubeObject; readonly stored: readonly Secret[] };

/** The Secrets of the client user, and then of each of `spec.users`. */
export function observeClients(input: ClientInput): Promise<readonly ClientSecrets[]> {
  const { auth, users: further } = input.cluster.spec;
  const app = { name: users.app, secretName: auth.secretName, path: 'spec.auth.secretName' };
  const all = [app, ...further.map(({ name, secretName }, at) => ({ name, secretName, path: `spec.users[${at}].secretName` }))];
  return Promise.all(all.map((one) => observeClient(input, one)));
}

type ClientRef = { readonly name: string; readonly secretName: string | undefined; readonly path: string };

async function observeClient({ cluster, names, read }: ClientInput, { name: user, secretName, path }: ClientRef): Promise<ClientSecrets> {
  const own = clientSecretNames(names, user);
  const name = secretName ?? own.auth;
  const [auth, binding] = await Promise.all([read(name), read(own.binding)]);
  // It counts once it is stored: one made up anew in each pass would never be the one that clients have.
  const isMissing = auth === undefined && secretName === undefined;
  const password = passwordOf(auth);
  const problem = password === undefined && !isMissing ? describeProblem(auth, name, path) : undefined;
  return {
    user,
    stored: [auth, binding].filter((secret) => secret !== undefined),
    ...(isMissing && { missing: newSecret(cluster, name, { username: user, password: newPassword() }) }),
    ...(password !== undefined && { password }),
    ...(problem !== undefined && { problem }),
  };
}

function describeProblem(auth: Secret | undefined, name: string, path: string): string {
  return auth === undefined
    ? `${path}: there is no Secret ${name} in this namespace; create it with a key password`
    : `Secret ${name} has no key password, or it is empty; set it`;
}

/** Users that the cluster may know and that are no longer asked for. */
export function formerUsers({ spec, status }: RabbitmqCluster): readonly string[] {
  const known = (status.users ?? []).map(({ name }) => name);
  return known.filter((user) => spec.users.every(({ name }) => name !== user));
}

/** The Secrets made for a user that is no longer asked for, as far as they are there and this cluster's. */
export async function observeFormerClient({ cluster, names, read }: ClientInput, user: string): Promise<readonly Secret[]> {
  const { auth, binding } = clientSecretNames(names, user);
  const stored = await Promise.all([read(auth), read(binding)]);
  const isOwn = ({ metadata: { labels } }: Secret) => labels?.[labelKeys.cluster] === cluster.metadata.name;
  return stored.filter((secret) => secret !== undefined).filter(isOwn);
}
