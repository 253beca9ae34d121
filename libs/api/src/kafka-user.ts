import { z } from 'zod';
import type { Frozen } from './frozen.ts';
import { type FieldRule, withRules } from './rule.ts';
import { userIdentity } from './users.ts';

/** Users that are not for spec.users to make. */
export const kafkaReservedUsers: readonly string[] = ['dataservices-operator'];

const operations = [
  'All',
  'Alter',
  'AlterConfigs',
  'Create',
  'Delete',
  'Describe',
  'DescribeConfigs',
  'IdempotentWrite',
  'Read',
  'Write',
] as const;

/**
 * What can be done with each kind of resource, as far as it may be given away. Of the cluster not what changes users, permissions or settings of
 * brokers, or is for brokers themselves. Source: AclEntry.supportedOperations of Kafka 4.3.
 */
export const kafkaOperations = {
  Topic: ['All', 'Alter', 'AlterConfigs', 'Create', 'Delete', 'Describe', 'DescribeConfigs', 'Read', 'Write'],
  Group: ['All', 'AlterConfigs', 'Delete', 'Describe', 'DescribeConfigs', 'Read'],
  TransactionalId: ['All', 'Describe', 'Write'],
  Cluster: ['Create', 'Describe', 'DescribeConfigs', 'IdempotentWrite'],
} as const satisfies Readonly<Record<string, readonly (typeof operations)[number][]>>;

const resources = ['Topic', 'Group', 'TransactionalId', 'Cluster'] as const;

const permissionObject = z.object({
  resource: z.enum(resources).describe('What it is about: topics, consumer groups, transactional ids, or the cluster as a whole.'),
  name: z
    .string()
    .min(1)
    .max(249)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must not have control characters or line ends')
    .describe(
      'Name of the resource, up to 249 characters; with pattern Prefix what names begin with, with Literal * for all. None for the cluster.',
    )
    .exactOptional(),
  pattern: z.enum(['Literal', 'Prefix']).describe('Whether name is a whole name or what names begin with.').default('Literal'),
  operations: z
    .array(z.enum(operations))
    .min(1)
    .max(operations.length)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe(
      'What the user may do, by the names of Kafka. Read, Write, Delete and Alter have Describe with them. Topic: All, Alter, AlterConfigs, Create, Delete, Describe, DescribeConfigs, Read, Write. Group: All, AlterConfigs, Delete, Describe, DescribeConfigs, Read. TransactionalId: All, Describe, Write. Cluster: Create, Describe, DescribeConfigs, IdempotentWrite.',
    ),
});

type Permission = z.output<typeof permissionObject>;

function fits(resource: (typeof resources)[number]): FieldRule<Permission> {
  const known: readonly string[] = kafkaOperations[resource];
  const listed = known.map((one) => `'${one}'`).join(', ');
  const hint = resource === 'Cluster' ? '; whoever needs more is for authorization.superUsers' : '';
  return {
    cel: `self.resource != '${resource}' || self.operations.all(one, one in [${listed}])`,
    message: `operations of a permission for ${resource} must be of ${known.join(', ')}${hint}`,
    field: 'operations',
    holds: (permission) => permission.resource !== resource || permission.operations.every((one) => known.includes(one)),
  };
}

const permission = withRules(permissionObject, [
  {
    cel: "(self.resource == 'Cluster') != has(self.name)",
    message: 'name is to be given for topics, groups and transactional ids, and not for the cluster, of which there is one',
    holds: ({ resource, name }) => (resource === 'Cluster') === (name === undefined),
  },
  ...resources.map(fits),
]);

const bytesPerSecond = (what: string) =>
  z
    .int()
    .min(1024)
    .max(1_099_511_627_776)
    .meta({ format: 'int64' })
    .describe(
      `Bytes per second that the user's clients may ${what} each broker, all of them together, 1024 to 1099511627776 (1 TiB). Omitted: no limit.`,
    )
    .exactOptional();

const quotas = z.object({
  producerBytesPerSecond: bytesPerSecond('write to'),
  consumerBytesPerSecond: bytesPerSecond('read from'),
  requestPercent: z
    .int32()
    .min(1)
    .max(100_000)
    .describe(
      "Time of each broker's threads that requests of the user may take, in percent of one thread, 1 to 100000; above 100 where it may be more than one. Omitted: no limit.",
    )
    .exactOptional(),
  mutationsPerSecond: z
    .int32()
    .min(1)
    .max(1_000_000)
    .describe('Partitions per second that the user may create and delete, 1 to 1000000. Omitted: no limit.')
    .exactOptional(),
});

export const kafkaUser = {
  ...userIdentity(kafkaReservedUsers),
  permissions: z
    .array(permission)
    .max(64)
    .meta({ 'x-kubernetes-list-type': 'atomic' })
    .describe(
      'What the user may do, at most 64 entries, if authorization.type is Simple. Nothing else: a user without any may only log in.',
    )
    .default([]),
  quotas: quotas.describe('How much the user may do. What exceeds it is delayed, not refused.').prefault({}),
};

export type KafkaPermission = Frozen<Permission>;
export type KafkaQuotas = Frozen<z.output<typeof quotas>>;
