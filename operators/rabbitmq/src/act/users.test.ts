import { resources } from '@dataservices/kube';
import { createRefusals } from '@dataservices/reconcile';
import { createFakeKube } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import { RabbitmqError } from '../client/rabbitmq-error.ts';
import { formed, observed, rabbitmqCluster, sees } from '../testing/observed-builder.ts';
import { scriptedRabbitmq } from '../testing/scripted-rabbitmq.ts';
import { appUser, wantedUsers } from '../wanted-user.ts';
import type { ActContext } from './act-context.ts';
import { deleteUser } from './delete-user.ts';
import { writeUser } from './write-user.ts';

const pod = 'cart-rabbitmq-0';
const log = { debug() {}, info() {}, warn() {}, error() {} } as unknown as ActContext['log'];

/** @param live what the API server holds by now; the pass saw the same without users */
function contextWith(live: ReturnType<typeof rabbitmqCluster> | undefined, changes: Parameters<typeof scriptedRabbitmq>[0] = {}) {
  const kube = createFakeKube();
  if (live !== undefined) kube.put(resources.rabbitmqClusters, live);
  const { rabbitmq, asked } = scriptedRabbitmq(changes);
  const cluster = rabbitmqCluster({ users: [{ name: 'shop' }] });
  const clients = [{ user: 'shop', password: 'secret', known: 'Differs' as const }];
  const context: ActContext = {
    observed: observed({ cluster, servers: [sees('0')], changes: { clients } }),
    kube,
    rabbitmq,
    refusals: createRefusals(),
    log,
    signal: new AbortController().signal,
  };
  return { context, asked };
}

describe('a user is deleted', () => {
  const known = { ...formed, users: [{ name: 'shop' }, { name: 'app' }] };
  const remove = (user: string, live: Parameters<typeof contextWith>[0]) => {
    const { context, asked } = contextWith(live);
    return { done: deleteUser({ kind: 'delete-user', pod, user }, context), asked };
  };

  test('that was made, and is off the list', async () => {
    const { done, asked } = remove('shop', rabbitmqCluster({}, known));
    await done;
    expect(asked).toEqual(['deleteUser shop']);
  });

  test.for([
    ['that is on the list again by now', 'shop', rabbitmqCluster({ users: [{ name: 'shop' }] }, known)],
    ['that the operator never made', 'guest', rabbitmqCluster({}, known)],
    ['the client user, whatever the status says', 'app', rabbitmqCluster({}, known)],
    ['of an object that is gone', 'shop', undefined],
  ] as const)('but not one %s', async ([, user, live]) => {
    const { done, asked } = remove(user, live);
    await expect(done).rejects.toMatchObject({ code: 'TargetGone' });
    expect(asked).toEqual([]);
  });
});

test('what RabbitMQ refuses of a user is remembered, and what it could not be asked is not', async () => {
  const shop = wantedUsers(rabbitmqCluster({ users: [{ name: 'shop' }] })).find(({ name }) => name === 'shop') ?? appUser;
  for (const [status, expected] of [
    [400, 'invalid pattern'],
    [404, undefined],
    [429, undefined],
    [503, undefined],
  ] as const) {
    const refuse = async () => {
      throw new RabbitmqError('Refused', 'invalid pattern', { status });
    };
    const { context } = contextWith(undefined, { writeUser: refuse });
    await expect(writeUser({ kind: 'write-user', pod, user: 'shop' }, context)).rejects.toThrow('invalid pattern');
    expect(context.refusals.messageOf('uid-cart', shop)).toBe(expected);
  }
});
