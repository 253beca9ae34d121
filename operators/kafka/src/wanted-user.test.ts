import { describe, expect, test } from 'vitest';
import { kafkaCluster } from './testing/observed-builder.ts';
import { aclKey, quotaChanges, wantedUsers } from './wanted-user.ts';

type Spec = NonNullable<Parameters<typeof kafkaCluster>[0]>;

const secured = {
  tls: { mode: 'Enabled' },
  listeners: [{ name: 'clients', port: 9092, authentication: { type: 'ScramSha512' } }],
  authorization: { type: 'Simple' },
} as const;

const userOf = (user: Omit<NonNullable<Spec['users']>[number], 'name'>) =>
  wantedUsers(kafkaCluster({ ...secured, users: [{ name: 'shop', ...user }] }))[0];

describe('permissions', () => {
  test.for<readonly [string, NonNullable<NonNullable<Spec['users']>[number]['permissions']>, readonly string[]]>([
    ['none', [], []],
    [
      'one for each operation',
      [{ resource: 'Topic', name: 'orders', operations: ['Read', 'Write'] }],
      ['topic orders literal read', 'topic orders literal write'],
    ],
    [
      'what names begin with',
      [{ resource: 'Group', name: 'shop-', pattern: 'Prefix', operations: ['Read'] }],
      ['group shop- prefixed read'],
    ],
    ['the cluster, of which there is one', [{ resource: 'Cluster', operations: ['Create'] }], ['cluster kafka-cluster literal create']],
    [
      'the cluster has no pattern',
      [{ resource: 'Cluster', pattern: 'Prefix', operations: ['Create'] }],
      ['cluster kafka-cluster literal create'],
    ],
    [
      'the same twice is once',
      [
        { resource: 'TransactionalId', name: '*', operations: ['All'] },
        { resource: 'TransactionalId', name: '*', operations: ['All', 'Write'] },
      ],
      ['transactionalId * literal all', 'transactionalId * literal write'],
    ],
  ])('%s', ([, permissions, expected]) => {
    const acls = userOf({ permissions })?.acls ?? [];
    expect(
      acls.map(({ resourceType, resourceName, pattern, operation }) => `${resourceType} ${resourceName} ${pattern} ${operation}`),
    ).toEqual(expected);
    expect(new Set(acls.map(({ principal, host, permission }) => `${principal} ${host} ${permission}`)).size).toBe(
      acls.length === 0 ? 0 : 1,
    );
  });

  test('are told apart by every part of them', () => {
    const [one] = userOf({ permissions: [{ resource: 'Topic', name: 'orders', operations: ['Read'] }] })?.acls ?? [];
    if (one === undefined) throw new Error('there is none');
    const others = [
      { ...one, host: '10.0.0.1' },
      { ...one, permission: 'deny' as const },
      { ...one, principal: 'User:other' },
    ];
    expect(new Set([one, ...others].map(aclKey)).size).toBe(4);
    expect(one).toMatchObject({ principal: 'User:shop', host: '*', permission: 'allow' });
  });
});

test('quotas have the names that Kafka knows', () => {
  expect(
    userOf({ quotas: { producerBytesPerSecond: 2048, consumerBytesPerSecond: 4096, requestPercent: 50, mutationsPerSecond: 2 } }),
  ).toMatchObject({
    quotas: { producer_byte_rate: 2048, consumer_byte_rate: 4096, request_percentage: 50, controller_mutation_rate: 2 },
  });
});

test('a quota that is not asked for is taken away, and one that is right is left', () => {
  const known = { producer_byte_rate: 1024, request_percentage: 50 };
  expect(quotaChanges(known, { producer_byte_rate: 1024, consumer_byte_rate: 2048 })).toEqual({
    consumer_byte_rate: 2048,
    request_percentage: undefined,
  });
  expect(quotaChanges(known, known)).toEqual({});
});
