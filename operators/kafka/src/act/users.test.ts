import type { KafkaClusterSpecInput, KafkaClusterStatus } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { createRefusals, type Refusals } from '@dataservices/reconcile';
import { createFakeKube } from '@dataservices/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { seeUsers } from '../../test/see-users.ts';
import { KafkaAdminError } from '../client/kafka-admin-error.ts';
import type { AclEntry, KafkaAdmin } from '../client/port.ts';
import { clusterId, formed, kafkaCluster } from '../testing/observed-builder.ts';
import { foundKafka } from '../testing/simulated-kafka.ts';
import { type SimulatedWorld, simulatedAdmin } from '../testing/simulated-kafka-admin.ts';
import { tick } from '../testing/simulated-kafka-tick.ts';
import type { ActContext } from './act-context.ts';
import { deleteUser } from './delete-user.ts';
import { writeUser } from './write-user.ts';

const log = { debug() {}, info() {}, warn() {}, error() {} } as unknown as ActContext['log'];
const { signal } = new AbortController();
const secured: KafkaClusterSpecInput = {
  tls: { mode: 'Enabled' },
  listeners: [{ name: 'clients', port: 9092, authentication: { type: 'ScramSha512' } }],
  authorization: { type: 'Simple' },
};
const shop = {
  name: 'shop',
  permissions: [{ resource: 'Topic', name: 'orders', operations: ['Read'] }],
  quotas: { producerBytesPerSecond: 2048 },
} as const;
const acl = (changes: Partial<AclEntry> = {}): AclEntry => ({
  resourceType: 'topic',
  resourceName: 'orders',
  pattern: 'literal',
  principal: 'User:shop',
  host: '*',
  operation: 'read',
  permission: 'allow',
  ...changes,
});
const known = { ...formed, users: [{ name: 'shop' }] };

let kube: ReturnType<typeof createFakeKube>;
let admin: KafkaAdmin;
let world: SimulatedWorld;
let refusals: Refusals;

function putSecret(password: string, name = 'cart-kafka-auth-shop'): void {
  const labels = { 'dataservices.dev/cluster': 'cart' };
  const metadata = { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1', labels };
  kube.put(resources.secrets, { apiVersion: 'v1', kind: 'Secret', metadata, ...{ data: { password: btoa(`${password}\n`) } } });
}

beforeEach(() => {
  kube = createFakeKube();
  const voters = [{ id: 1000, directoryId: 'a'.repeat(22) }];
  const running = { brokers: [{ id: 0 }], controllers: voters };
  world = { kafka: tick(foundKafka(clusterId, voters), running), running };
  admin = simulatedAdmin(world);
  refusals = createRefusals();
  putSecret('first');
});

/** What the operator sees of the users of such a cluster. */
async function look(spec: KafkaClusterSpecInput, status: Partial<KafkaClusterStatus> = known) {
  const cluster = kafkaCluster(spec, status);
  const { users, observed } = await seeUsers({ kube, cluster, admin, refusals, signal });
  return { users, context: { observed, kube, admin, refusals, log, signal } };
}

const knownAs = async (spec: KafkaClusterSpecInput) => (await look(spec)).users.clients.map((client) => client.known);

async function write(spec: KafkaClusterSpecInput): Promise<void> {
  const { context } = await look(spec);
  await writeUser({ kind: 'write-user', user: 'shop' }, context);
}

describe('a user is written', () => {
  const spec = { ...secured, users: [shop] };

  test('with password, permissions and quotas, and is as it is to be then', async () => {
    expect(await knownAs(spec)).toEqual(['Differs']);
    await write(spec);
    expect(await knownAs(spec)).toEqual(['AsWanted']);
    expect(await admin.describeAcls()).toEqual([acl()]);
    expect(await admin.describeQuotas({ user: 'shop' })).toEqual([{ entity: { user: 'shop' }, quotas: { producer_byte_rate: 2048 } }]);
  });

  test.for<readonly [string, () => unknown]>([
    ['another password in its Secret', () => putSecret('second')],
    ['a password that was set by hand', () => admin.alterScramUsers([{ user: 'shop', mechanism: 'SCRAM-SHA-512', password: 'first' }])],
    ['no password', () => admin.alterScramUsers([{ user: 'shop', mechanism: 'SCRAM-SHA-512', password: undefined }])],
    ['a permission more', () => admin.createAcls([acl({ operation: 'write' })])],
    ['a permission that was refused by hand', () => admin.createAcls([acl({ permission: 'deny' })])],
    ['a permission less', () => admin.deleteAcls([acl()])],
    ['another quota', () => admin.alterQuotas([{ entity: { user: 'shop' }, quotas: { producer_byte_rate: 1 } }])],
    ['a quota more', () => admin.alterQuotas([{ entity: { user: 'shop' }, quotas: { request_percentage: 1 } }])],
  ])('and again for %s', async ([, change]) => {
    await write(spec);
    await change();
    expect(await knownAs(spec)).toEqual(['Differs']);
    await write(spec);
    expect(await knownAs(spec)).toEqual(['AsWanted']);
    expect(await admin.describeAcls()).toEqual([acl()]);
  });

  test('and what others have is left alone', async () => {
    const theirs = acl({ principal: 'User:other' });
    const ofOneClient = { user: 'shop', clientId: 'batch' };
    await admin.createAcls([theirs]);
    await admin.alterQuotas([{ entity: ofOneClient, quotas: { producer_byte_rate: 5 } }]);
    await admin.alterScramUsers([{ user: 'other', mechanism: 'SCRAM-SHA-512', password: 'theirs' }]);
    await write(spec);
    expect(await admin.describeAcls()).toEqual([theirs, acl()]);
    expect(await admin.describeQuotas(ofOneClient)).toEqual([{ entity: ofOneClient, quotas: { producer_byte_rate: 5 } }]);
    expect((await admin.describeScramUsers()).map(({ user }) => user)).toEqual(['other', 'shop']);
  });

  test('and its password is not set once more where only a permission is missing', async () => {
    await write(spec);
    await admin.deleteAcls([acl()]);
    const { context } = await look(spec);
    const passwords: unknown[] = [];
    const watched = { ...admin, alterScramUsers: async (changes: unknown) => void passwords.push(changes) };
    await writeUser({ kind: 'write-user', user: 'shop' }, { ...context, admin: watched });
    expect(passwords).toEqual([]);
    expect(await admin.describeAcls()).toEqual([acl()]);
  });

  test('before servers look at permissions, without any', async () => {
    const disabled = async () => {
      throw new KafkaAdminError('Refused', 'no authorizer', { protocol: 'SECURITY_DISABLED' });
    };
    admin = { ...admin, describeAcls: disabled, createAcls: disabled, deleteAcls: disabled };
    await write(spec);
    expect(await knownAs(spec)).toEqual(['AsWanted']);
  });

  test('not without a password', async () => {
    await kube.delete(resources.secrets, { namespace: 'shop', name: 'cart-kafka-auth-shop' });
    const { users, context } = await look(spec);
    expect(users.clients).toEqual([{ user: 'shop', known: 'Unknown' }]);
    expect(users.missingSecrets).toMatchObject([{ metadata: { name: 'cart-kafka-auth-shop' }, stringData: { username: 'shop' } }]);
    await expect(writeUser({ kind: 'write-user', user: 'shop' }, context)).rejects.toMatchObject({ code: 'TargetGone' });
  });
});

describe('what Kafka refuses of a user', () => {
  const spec = { users: [{ name: 'shop' }] };
  const refusedIn = async (of: KafkaClusterSpecInput) => {
    const { clients, former } = (await look(of)).users;
    return [...clients, ...former].map(({ refused }) => refused);
  };

  beforeEach(() => {
    world.refusedUsers = ['shop'];
  });

  test('is remembered, until its password changes', async () => {
    await expect(write(spec)).rejects.toMatchObject({ code: 'Refused' });
    expect(await refusedIn(spec)).toEqual(['the credentials of shop are not acceptable']);
    putSecret('second');
    expect(await refusedIn(spec)).toEqual([undefined]);
  });

  test('is remembered where it is to go, and is wanted again as if nothing had been', async () => {
    world.refusedUsers = [];
    await write(spec);
    world.refusedUsers = ['shop'];
    const { context } = await look({});
    kube.put(resources.kafkaClusters, kafkaCluster({}, known));
    await expect(deleteUser({ kind: 'delete-user', user: 'shop' }, context)).rejects.toMatchObject({ code: 'Refused' });
    expect(await refusedIn({})).toEqual(['the credentials of shop are not acceptable']);
    expect(await refusedIn(spec)).toEqual([undefined]);
  });

  test.for(['Timeout', 'Refused'] as const)('is not what another server has to be asked for: %s', async (code) => {
    const elsewhere = async () => {
      throw new KafkaAdminError(code, 'ask another', { protocol: 'NOT_CONTROLLER' });
    };
    admin = { ...admin, alterScramUsers: elsewhere };
    await expect(write(spec)).rejects.toMatchObject({ code });
    expect(await refusedIn(spec)).toEqual([undefined]);
  });
});

test('a Secret of ones own that is not there is a problem, and none is made', async () => {
  const { users } = await look({ users: [{ name: 'shop', secretName: 'mine' }] });
  expect(users.missingSecrets).toEqual([]);
  expect(users.clients).toMatchObject([
    { known: 'Unknown', problem: expect.stringContaining('spec.users[0].secretName: there is no Secret mine') },
  ]);
});

test('a broker that does not answer says nothing', async () => {
  const silent = async () => {
    throw new KafkaAdminError('Timeout', 'no answer');
  };
  admin = { ...admin, describeScramUsers: silent };
  expect(await knownAs({ users: [{ name: 'shop' }] })).toEqual(['Unknown']);
  expect((await look({})).users.former).toMatchObject([{ user: 'shop', isKnown: undefined }]);
});

describe('a user is deleted', () => {
  const formerIn = async (spec: KafkaClusterSpecInput) => (await look(spec)).users.former;

  test('with all that it had, and nothing that others have', async () => {
    await write({ ...secured, users: [shop] });
    const theirs = acl({ principal: 'User:other' });
    await admin.createAcls([theirs]);
    expect(await formerIn(secured)).toMatchObject([
      { user: 'shop', isKnown: true, secrets: [{ metadata: { name: 'cart-kafka-auth-shop' } }] },
    ]);
    const { context } = await look(secured);
    kube.put(resources.kafkaClusters, kafkaCluster(secured, known));
    await deleteUser({ kind: 'delete-user', user: 'shop' }, context);
    expect(await formerIn(secured)).toMatchObject([{ user: 'shop', isKnown: false }]);
    expect([await admin.describeScramUsers(), await admin.describeQuotas(), await admin.describeAcls()]).toEqual([[], [], [theirs]]);
  });

  test('and counts as known while nobody can say which permissions it has', async () => {
    const disabled = async () => {
      throw new KafkaAdminError('Refused', 'no authorizer', { protocol: 'SECURITY_DISABLED' });
    };
    admin = { ...admin, describeAcls: disabled };
    expect(await formerIn(secured)).toMatchObject([{ isKnown: undefined }]);
    expect(await formerIn({})).toMatchObject([{ isKnown: false }]);
  });

  test.for([
    ['that is on the list again by now', kafkaCluster({ users: [{ name: 'shop' }] }, known)],
    ['that the operator never made', kafkaCluster({}, formed)],
    ['of an object that is gone', undefined],
  ] as const)('but not one %s', async ([, live]) => {
    await write({ users: [{ name: 'shop' }] });
    if (live !== undefined) kube.put(resources.kafkaClusters, live);
    const { context } = await look({});
    await expect(deleteUser({ kind: 'delete-user', user: 'shop' }, context)).rejects.toMatchObject({ code: 'TargetGone' });
    expect(await admin.describeScramUsers()).toHaveLength(1);
  });
});
