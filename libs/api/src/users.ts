import { z } from 'zod';
import { keyedList } from './keyed-list.ts';
import { label, objectName } from './names.ts';
import { withRules } from './rule.ts';

/** What differs between the kinds: how one permission is written, and whose names are taken. */
export type UsersOptions = {
  readonly permission: z.ZodType<string, string>;
  /** What a list of permissions means, for its description. */
  readonly permissions: string;
  /** What is allowed where nothing is said. */
  readonly defaultPermissions?: readonly string[];
  /** Users of the operator's own. */
  readonly reserved: readonly string[];
};

/** Further users beside that of `auth`: each with a Secret to connect with, and permissions of the service's own kind. */
export function users(options: UsersOptions) {
  return usersOf(userFields(options));
}

/** The list of users of these fields; a kind may have some of its own. */
export function usersOf<S extends z.ZodRawShape>(fields: S) {
  return keyedList(z.object(fields), 32, ['name'])
    .describe(
      'Further users, at most 32, each with permissions of its own. A change takes effect without a restart; who is taken off the list is logged out.',
    )
    .default([]);
}

/** The fields of a user that every kind has. */
export function userFields({ permission, permissions, defaultPermissions = [], reserved }: UsersOptions) {
  return {
    ...userIdentity(reserved),
    permissions: z
      .array(permission)
      .max(64)
      .meta({ 'x-kubernetes-list-type': 'atomic' })
      .describe(permissions)
      .default([...defaultPermissions]),
  };
}

/** Who a user is, for a kind whose permissions have a form of their own. */
export function userIdentity(reserved: readonly string[]) {
  const name = withRules(label(40), [
    {
      cel: `!(self in [${reserved.map((taken) => `'${taken}'`).join(', ')}])`,
      message: `users[].name must not be ${reserved.join(', ')}, which the operator uses itself: choose another`,
      holds: (value) => !reserved.includes(value),
    },
  ]);
  return {
    name: name.describe('Name to log in with: up to 40 lower case letters, digits and -.'),
    secretName: objectName()
      .describe(
        'Secret in the same namespace whose key password holds the password. Omitted: a generated Secret <name>-<service>-auth-<user>. To connect, mount <name>-<service>-user-<user> either way.',
      )
      .exactOptional(),
  };
}

/** Whom a cluster may know, for its status. */
export function knownUsers() {
  return keyedList(z.object({ name: z.string().max(64).describe('As in spec.users.') }), 256, ['name'])
    .describe('Users that the cluster may know, those included that are being taken away.')
    .exactOptional();
}
