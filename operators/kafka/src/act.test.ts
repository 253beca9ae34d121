import { resources } from '@dataservices/kube';
import { createRefusals, type EventRecorder } from '@dataservices/reconcile';
import { createFakeKube } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { seeUsers } from '../test/see-users.ts';
import { act } from './act.ts';
import { keepUsers } from './plan/keep-users.ts';
import { clusterId, formed, kafkaCluster } from './testing/observed-builder.ts';
import { foundKafka } from './testing/simulated-kafka.ts';
import { type SimulatedWorld, simulatedAdmin } from './testing/simulated-kafka-admin.ts';
import { tick } from './testing/simulated-kafka-tick.ts';

const { signal } = new AbortController();
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const log = { ...quiet, child: () => quiet } as never;

test('a user whom Kafka refuses to take away keeps no other from its turn, and has no permission any more', async () => {
  const running = { brokers: [{ id: 0 }], controllers: [{ id: 1000, directoryId: 'a'.repeat(22) }] };
  const world: SimulatedWorld = { kafka: tick(foundKafka(clusterId, running.controllers), running), running };
  const admin = simulatedAdmin(world);
  const acl = {
    resourceType: 'topic',
    resourceName: 'orders',
    pattern: 'literal',
    host: '*',
    operation: 'read',
    permission: 'allow',
  } as const;
  await admin.alterScramUsers([{ user: 'shop', mechanism: 'SCRAM-SHA-512', password: 'old' }]);
  await admin.createAcls([{ ...acl, principal: 'User:shop' }]);
  world.refusedUsers = ['shop'];

  const users = [{ name: 'reports' }];
  const cluster = kafkaCluster(
    {
      tls: { mode: 'Enabled' },
      listeners: [{ name: 'clients', port: 9092, authentication: { type: 'ScramSha512' } }],
      authorization: { type: 'Simple' },
      users,
    },
    { ...formed, users: [...users, { name: 'shop' }] },
  );
  const kube = createFakeKube();
  kube.put(resources.kafkaClusters, cluster);
  const labels = { 'dataservices.dev/cluster': 'cart' };
  const metadata = { name: 'cart-kafka-auth-reports', namespace: 'shop', uid: 'uid-secret', resourceVersion: '1', labels };
  kube.put(resources.secrets, { apiVersion: 'v1', kind: 'Secret', metadata, ...{ data: { password: btoa('new') } } });
  const refusals = createRefusals();
  const { observed: given } = await seeUsers({ kube, cluster, admin, refusals, signal });
  const step = keepUsers(given);
  expect(step?.actions.map(({ kind }) => kind)).toEqual(['delete-user', 'write-user']);

  const events: unknown[] = [];
  const recorder = { record: ({ reason }: { readonly reason: string }) => void events.push(reason) } as unknown as EventRecorder;
  const tools = { kube, admin, refusals, caches: {} as never, metrics: {} as never, recorder, log, signal };
  const outcome = await act({ ...tools, observed: given, plan: { applies: [], ...(step !== undefined && { step }) } });
  expect([outcome.error, events]).toMatchObject([{ code: 'Refused' }, ['KeepUsersFailed']]);
  expect((await admin.describeScramUsers()).map(({ user }) => user).toSorted()).toEqual(['reports', 'shop']);
  expect(await admin.describeAcls()).toEqual([]);
});
