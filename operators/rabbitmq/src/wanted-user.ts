import type { RabbitmqCluster } from '@dataservices/api';
import type { Permissions, UserView } from './client/port.ts';
import { users } from './names.ts';
import { isPassword } from './password-hash.ts';

/** A user as it is to be. */
export type WantedUser = {
  readonly name: string;
  readonly tags: readonly string[];
  readonly permissions: readonly Permissions[];
  /** Whether it may have no more than that. */
  readonly isExact: boolean;
};

/** The client user: everything in the default virtual host, and what the management pages show of it; nothing that is the operator's. Further permissions that somebody gave it are left alone. */
export const appUser: WantedUser = {
  name: users.app,
  tags: ['management'],
  permissions: [{ vhost: '/', configure: '.*', write: '.*', read: '.*' }],
  isExact: false,
};

/** Every user that clients may log in as, the client user first. */
export function wantedUsers({ spec }: Pick<RabbitmqCluster, 'spec'>): readonly WantedUser[] {
  return [appUser, ...spec.users.map(({ name, tags, permissions }) => ({ name, tags, permissions, isExact: true }))];
}

/** Whether RabbitMQ knows a user as it is to be. */
export function isUserAsWanted(user: UserView | undefined, wanted: WantedUser, password: string): boolean {
  if (user === undefined || !isPassword(password, user.passwordHash)) return false;
  const hasAll = contains(user.tags, wanted.tags) && contains(user.permissions.map(textOf), wanted.permissions.map(textOf));
  const hasMore = user.tags.length > wanted.tags.length || user.permissions.length > wanted.permissions.length;
  return hasAll && !(wanted.isExact && hasMore);
}

function textOf({ vhost, configure, write, read }: Permissions): string {
  return JSON.stringify([vhost, configure, write, read]);
}

function contains(some: readonly string[], others: readonly string[]): boolean {
  return others.every((one) => some.includes(one));
}
