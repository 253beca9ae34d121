import { z } from 'zod';
import type { FieldRule } from './rule.ts';

/** Printable, and without what parts one from the next. */
const principalName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[!-:<-~]([ -:<-~]*[!-:<-~])?$/, 'must be printable ASCII without ; and without spaces at its ends');

export const kafkaAuthorization = z.object({
  type: z
    .enum(['None', 'Simple'])
    .describe(
      "None: whoever may connect may do everything. Simple: users may do what their permissions say and nothing else, by Kafka's own lists; whoever connects without proving who they are may do nothing. Simple needs tls.mode Enabled, or everybody could pass for a broker. May be changed at any time; every pod restarts for it, one after another.",
    )
    .default('None'),
  superUsers: z
    .array(principalName)
    .max(64)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe(
      'Names of users who may do everything, at most 64: those of users, or subjects of certificates as Kafka spells them. The operator and the brokers are among them without being named. A change restarts every pod, one after another.',
    )
    .default([]),
});

type Spec = {
  readonly authorization: z.output<typeof kafkaAuthorization>;
  readonly users: readonly { readonly permissions: readonly unknown[] }[];
  readonly tls: { readonly mode: string };
  readonly listeners: readonly { readonly authentication: { readonly type: string } }[];
};

/** A default is judged before the defaults of what is in it are filled in. */
const isSimple = "(has(self.authorization) && has(self.authorization.type) && self.authorization.type == 'Simple')";

/** What else has to be as it is for permissions to mean anything. */
export const authorizationRules: readonly FieldRule<Spec>[] = [
  {
    cel: `${isSimple} || !has(self.users) || self.users.all(one, !has(one.permissions) || one.permissions.size() == 0)`,
    message: 'users[].permissions have no effect while everybody may do everything: set authorization.type to Simple, or remove them',
    field: 'users',
    holds: ({ authorization, users }) => authorization.type === 'Simple' || users.every(({ permissions }) => permissions.length === 0),
  },
  {
    cel: `!${isSimple} || (has(self.tls) && has(self.tls.mode) && self.tls.mode == 'Enabled')`,
    message:
      'authorization.type Simple needs tls.mode Enabled: without it, whoever reaches the port of the brokers can pass for one and do everything; make a cluster with TLS, or keep None',
    field: 'authorization',
    holds: ({ authorization, tls }) => authorization.type === 'None' || tls.mode === 'Enabled',
  },
  {
    cel: `!${isSimple} || (has(self.listeners) && self.listeners.exists(one, has(one.authentication) && has(one.authentication.type) && one.authentication.type != 'None'))`,
    message:
      'authorization.type Simple needs a listener on which clients prove who they are, for whoever does not may do nothing: set listeners[].authentication.type',
    field: 'authorization',
    holds: ({ authorization, listeners }) =>
      authorization.type === 'None' || listeners.some(({ authentication }) => authentication.type !== 'None'),
  },
];
