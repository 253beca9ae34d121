import type { UserView } from './client/port.ts';
import { users } from './names.ts';
import { isPassword } from './password-hash.ts';

/** The client user: everything in the default virtual host, and what the management pages show of it; nothing that is the operator's. */
export const appUser = {
  name: users.app,
  tags: ['management'],
  permissions: [{ vhost: '/', configure: '.*', write: '.*', read: '.*' }],
} as const;

/** Whether RabbitMQ knows the client user as it is to be. Further permissions that somebody gave it are left alone. */
export function isAppUser(user: UserView | undefined, password: string): boolean {
  if (user === undefined || !isPassword(password, user.passwordHash)) return false;
  const hasTags = appUser.tags.every((tag) => user.tags.includes(tag));
  return hasTags && appUser.permissions.every((wanted) => user.permissions.some((one) => JSON.stringify(one) === JSON.stringify(wanted)));
}
