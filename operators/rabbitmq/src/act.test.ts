import { resources } from '@dataservices/kube';
import { createRefusals, type EventRecorder } from '@dataservices/reconcile';
import { createFakeKube } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { act } from './act.ts';
import { RabbitmqError } from './client/rabbitmq-error.ts';
import { observeService } from './observe/service.ts';
import { keepUsers } from './plan/keep-users.ts';
import { usersStall } from './plan/users-stall.ts';
import { formed, observed, rabbitmqCluster, sees } from './testing/observed-builder.ts';
import { scriptedRabbitmq } from './testing/scripted-rabbitmq.ts';

const { signal } = new AbortController();
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const log = { ...quiet, child: () => quiet } as never;

test('a user whom RabbitMQ refuses to take away keeps no other from its turn, and is not asked to go again at once', async () => {
  const users = [{ name: 'reports' }];
  const cluster = rabbitmqCluster({ users }, { ...formed, users: [...users, { name: 'shop' }] });
  const kube = createFakeKube();
  kube.put(resources.rabbitmqClusters, cluster);
  const { rabbitmq, asked } = scriptedRabbitmq({
    listUsers: async () => new Map([['shop', { passwordHash: '', tags: [], permissions: [] }]]),
    deleteUser: async () => {
      throw new RabbitmqError('Refused', 'shop is protected', { status: 412 });
    },
  });
  const refusals = createRefusals();
  const { members } = observed({ cluster, servers: [sees('0')] });
  const look = async () => {
    const clients = [{ user: 'reports', password: 'secret' }];
    const view = await observeService({ cluster, members, rabbitmq, clients, former: [{ user: 'shop', secrets: [] }], refusals });
    return observed({ cluster, servers: [sees('0')], changes: view });
  };
  const given = await look();
  const step = keepUsers(given);
  expect(step?.actions.map(({ kind }) => kind)).toEqual(['delete-user', 'write-user']);

  const events: unknown[] = [];
  const recorder = { record: ({ reason }: { readonly reason: string }) => void events.push(reason) } as unknown as EventRecorder;
  const tools = { kube, rabbitmq, refusals, caches: {} as never, metrics: {} as never, recorder, log, signal };
  const outcome = await act({ ...tools, observed: given, plan: { applies: [], ...(step !== undefined && { step }) } });
  expect([outcome.error, events]).toMatchObject([{ code: 'Refused' }, ['KeepUsersFailed']]);
  expect(asked).toEqual(['writeUser reports']);

  const next = await look();
  expect(keepUsers(next)?.actions.map(({ kind }) => kind)).toEqual(['write-user']);
  expect(usersStall(next)).toMatchObject({ reason: 'RefusedUser', message: expect.stringContaining('shop is protected') });
});
