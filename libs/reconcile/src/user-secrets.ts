import { type KubeObject, labelKeys } from '@dataservices/plan';
import { newPassword, passwordOf, type Secret } from './secret-content.ts';

export type ReadSecret = (name: string) => Promise<Secret | undefined>;

/** Where the password of a user is, unless the user brings an own Secret, and what is mounted to connect. */
export type UserSecretNames = { readonly auth: string; readonly binding: string };

/** A user, and where in the custom resource its Secret is named. */
export type UserRef = {
  readonly user: string;
  readonly secretName?: string | undefined;
  readonly path: string;
  readonly own: UserSecretNames;
};

export type UserSecrets = {
  readonly user: string;
  /** That it is to have; absent while its Secret is missing or has none. */
  readonly password?: string;
  /** What its Secret lacks, in a sentence, if a person has to mend it. */
  readonly problem?: string;
  /** A Secret to be made because it is absent. */
  readonly missing?: KubeObject;
  readonly stored: readonly Secret[];
  /** The identity of the Secret that has the password. */
  readonly secretUid?: string;
};

/** Reads the Secret with the password of a user, and the one that clients mount. @param make a Secret of this name and content */
export async function observeUserSecrets(
  { user, secretName, path, own }: UserRef,
  read: ReadSecret,
  make: (name: string, content: Readonly<Record<string, string>>) => KubeObject,
): Promise<UserSecrets> {
  const name = secretName ?? own.auth;
  const [auth, binding] = await Promise.all([read(name), read(own.binding)]);
  // It counts once it is stored: one made up anew in each pass would never be the one that clients have.
  const isMissing = auth === undefined && secretName === undefined;
  const password = passwordOf(auth);
  const problem = password === undefined && !isMissing ? describeProblem(auth, name, path) : undefined;
  return {
    user,
    stored: [auth, binding].filter((secret) => secret !== undefined),
    ...(isMissing && { missing: make(name, { username: user, password: newPassword() }) }),
    ...(password !== undefined && { password }),
    ...(problem !== undefined && { problem }),
    ...(auth !== undefined && { secretUid: auth.metadata.uid }),
  };
}

function describeProblem(auth: Secret | undefined, name: string, path: string): string {
  return auth === undefined
    ? `${path}: there is no Secret ${name} in this namespace; create it with a key password`
    : `Secret ${name} has no key password, or it is empty; set it`;
}

/** The Secrets made for a user that is no longer asked for, as far as they are there and this cluster's. */
export async function observeFormerSecrets(
  { auth, binding }: UserSecretNames,
  read: ReadSecret,
  cluster: string,
): Promise<readonly Secret[]> {
  const stored = await Promise.all([read(auth), read(binding)]);
  return stored.filter((secret) => secret !== undefined).filter(({ metadata }) => metadata.labels?.[labelKeys.cluster] === cluster);
}
