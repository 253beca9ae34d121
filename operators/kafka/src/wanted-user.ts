import type { KafkaCluster, KafkaPermission, KafkaQuotas } from '@dataservices/api';
import type { AclEntry, AclOperation, QuotaKey } from './client/port.ts';
import type { Credential } from './credentials.ts';

/** Limits by Kafka's names; what is absent is not limited. */
export type Quotas = Readonly<Partial<Record<QuotaKey, number>>>;

/** A user as Kafka is to know it, but for its password. */
export type WantedUser = {
  readonly name: string;
  readonly acls: readonly AclEntry[];
  readonly quotas: Quotas;
};

export const quotaKeys = [
  'producer_byte_rate',
  'consumer_byte_rate',
  'request_percentage',
  'controller_mutation_rate',
] as const satisfies readonly QuotaKey[];

export function wantedUsers({ spec }: Pick<KafkaCluster, 'spec'>): readonly WantedUser[] {
  return spec.users.map(({ name, permissions, quotas }) => ({
    name,
    acls: withoutRepeats(permissions.flatMap((permission) => entriesOf(principalOf(name), permission))),
    quotas: quotasOf(quotas),
  }));
}

/** All that is asked of Kafka for a user: what was refused is tried again at once where any of it changes, be it the password. */
export function askedOfKafka(wanted: WantedUser, credentials: readonly Credential[]) {
  return { ...wanted, credentials };
}

/** As Kafka calls whoever logged in under a name. */
export function principalOf(user: string): string {
  return `User:${user}`;
}

const resourceTypes = {
  Topic: 'topic',
  Group: 'group',
  TransactionalId: 'transactionalId',
  Cluster: 'cluster',
} as const satisfies Readonly<Record<KafkaPermission['resource'], AclEntry['resourceType']>>;

const operations = {
  All: 'all',
  Alter: 'alter',
  AlterConfigs: 'alterConfigs',
  Create: 'create',
  Delete: 'delete',
  Describe: 'describe',
  DescribeConfigs: 'describeConfigs',
  IdempotentWrite: 'idempotentWrite',
  Read: 'read',
  Write: 'write',
} as const satisfies Readonly<Record<KafkaPermission['operations'][number], AclOperation>>;

/** Kafka's name of the only one. */
const theCluster = 'kafka-cluster';

function entriesOf(principal: string, permission: KafkaPermission): readonly AclEntry[] {
  const { resource, name = theCluster, pattern } = permission;
  return permission.operations.map((operation) => ({
    resourceType: resourceTypes[resource],
    resourceName: name,
    pattern: pattern === 'Prefix' && resource !== 'Cluster' ? 'prefixed' : 'literal',
    principal,
    host: '*',
    operation: operations[operation],
    permission: 'allow',
  }));
}

function quotasOf({ producerBytesPerSecond, consumerBytesPerSecond, requestPercent, mutationsPerSecond }: KafkaQuotas): Quotas {
  return {
    ...(producerBytesPerSecond !== undefined && { producer_byte_rate: producerBytesPerSecond }),
    ...(consumerBytesPerSecond !== undefined && { consumer_byte_rate: consumerBytesPerSecond }),
    ...(requestPercent !== undefined && { request_percentage: requestPercent }),
    ...(mutationsPerSecond !== undefined && { controller_mutation_rate: mutationsPerSecond }),
  };
}

/** Equal where two entries say the same. */
export function aclKey({ resourceType, resourceName, pattern, principal, host, operation, permission }: AclEntry): string {
  return JSON.stringify([resourceType, resourceName, pattern, principal, host, operation, permission]);
}

/** Those of the first that the second has not. */
export function aclsWithout(entries: readonly AclEntry[], others: readonly AclEntry[]): readonly AclEntry[] {
  const keys = new Set(others.map(aclKey));
  return entries.filter((entry) => !keys.has(aclKey(entry)));
}

function withoutRepeats(entries: readonly AclEntry[]): readonly AclEntry[] {
  return [...new Map(entries.map((entry) => [aclKey(entry), entry])).values()];
}

/** What has to be set, and taken away, so that there are these quotas and no others. */
export function quotaChanges(known: Quotas, wanted: Quotas): Readonly<Partial<Record<QuotaKey, number | undefined>>> {
  return Object.fromEntries(quotaKeys.filter((key) => known[key] !== wanted[key]).map((key) => [key, wanted[key]]));
}
