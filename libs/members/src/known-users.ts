import type { StoredObject } from '@dataservices/plan';

/** A user that is no longer asked for. */
export type FormerUser = {
  readonly user: string;
  /** Whether the servers still know it; undefined where none could be asked. */
  readonly isKnown: boolean | undefined;
  /** What is left of the Secrets that were made for it. */
  readonly secrets: readonly StoredObject[];
  /** In which words the servers refused lately to take it away. */
  readonly refused?: string;
};

type Named = { readonly name: string };
type WithUsers = {
  readonly spec: { readonly users: readonly Named[] };
  readonly status: { readonly users?: readonly Named[] | undefined };
};

/** Whom a cluster may know: everybody who is asked for, and who is not until nothing of it is left. For the status. */
export function knownUsers({ spec }: WithUsers, former: readonly FormerUser[]): readonly Named[] {
  const remaining = former.filter(({ isKnown, secrets }) => isKnown !== false || secrets.length > 0).map(({ user }) => user);
  return [...spec.users.map(({ name }) => name), ...remaining].toSorted().map((name) => ({ name }));
}

/** Users that the cluster may know and that are no longer asked for. */
export function formerUsers({ spec, status }: WithUsers): readonly string[] {
  return (status.users ?? []).map(({ name }) => name).filter((user) => spec.users.every(({ name }) => name !== user));
}

/**
 * Whether the status names everybody who is about to be made.
 *
 * Prevents: a user that goes on to work after it was taken off the list, because nobody remembers that it was made.
 */
export function areUsersRecorded({ spec, status }: WithUsers): boolean {
  return spec.users.every(({ name }) => status.users?.some((known) => known.name === name) === true);
}

/** The Secrets of users that nobody knows any more. */
export function secretsOfGoneUsers(former: readonly FormerUser[]): readonly StoredObject[] {
  return former.filter(({ isKnown }) => isKnown === false).flatMap(({ secrets }) => secrets);
}
