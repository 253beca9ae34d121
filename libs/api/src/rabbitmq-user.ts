import { z } from 'zod';
import { keyedList } from './keyed-list.ts';
import { userIdentity } from './users.ts';

/** Users that are not for spec.users to make: the client user, the operator's, and one that RabbitMQ itself knows. */
export const rabbitmqReservedUsers: readonly string[] = ['app', 'dataservices-operator', 'guest'];

export const rabbitmqTags = ['management', 'policymaker', 'monitoring'] as const;

/** No control characters: RabbitMQ takes them, and no log, page or URL shows them. */
const vhost = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must not have control characters or line ends');

function pattern(what: string) {
  return z
    .string()
    .max(1024)
    .describe(
      `Regular expression for names of queues and exchanges that the user may ${what}, up to 1024 characters. An empty one allows nothing.`,
    )
    .default('.*');
}

const permission = z.object({
  vhost: vhost.describe('Virtual host, which is made where it is absent and never deleted. Up to 255 characters.'),
  configure: pattern('declare and delete'),
  write: pattern('publish to, and bind as a queue'),
  read: pattern('consume from, and bind as an exchange'),
});

export const rabbitmqUser = {
  ...userIdentity(rabbitmqReservedUsers),
  permissions: keyedList(permission, 32, ['vhost'])
    .describe(
      'What the user may do, one entry for each virtual host, at most 32; the first one is in its binding. In virtual hosts that are not named it may do nothing.',
    )
    .default([]),
  tags: z
    .array(z.enum(rabbitmqTags))
    .max(3)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe(
      'What the user may do on the management pages and API: management shows it what is its own, policymaker has it set policies as well, monitoring shows it every connection and node. Omitted: it has no access there.',
    )
    .default([]),
};
