import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RabbitmqPort, Target } from '../client/port.ts';
import { hashPassword } from '../password-hash.ts';
import { isUserAsWanted, type WantedUser } from '../wanted-user.ts';

/** One node of RabbitMQ, founded as the operator does it, and whoever may do everything there. */
export type RabbitmqBed = {
  readonly rabbitmq: RabbitmqPort;
  /** The same by another password. */
  readonly stranger: RabbitmqPort;
  readonly target: Target;
  readonly node: string;
  readonly version: string;
  /** Declares a durable queue as a client would. */
  readonly declare: (name: string, type: 'classic' | 'quorum') => Promise<void>;
  readonly remove: () => Promise<void>;
};

const shop: WantedUser = {
  name: 'shop',
  tags: ['management'],
  permissions: [
    { vhost: '/', configure: '^shop', write: '^shop', read: '.*' },
    { vhost: 'of a/shop', configure: '', write: '', read: '.*' },
  ],
  isExact: true,
};

/** What the operator's client relies on: what the simulation does, a real node does as well. */
export function testRabbitmqContract(open: () => Promise<RabbitmqBed>): void {
  let bed: RabbitmqBed;
  const write = (user: WantedUser, password: string) =>
    bed.rabbitmq.writeUser(bed.target, { ...user, passwordHash: hashPassword(password) });
  const known = async (user: WantedUser, password: string) =>
    isUserAsWanted((await bed.rabbitmq.listUsers(bed.target)).get(user.name), user, password);

  beforeAll(async () => {
    bed = await open();
  }, 240_000);
  afterAll(() => bed?.remove());

  test('a node says what it is', async () => {
    expect(await bed.rabbitmq.observeNode(bed.target)).toMatchObject({
      state: 'serving',
      version: bed.version,
      peers: [{ node: bed.node, isRunning: true }],
      isInService: true,
      criticalFor: [],
      alarms: [],
      plugins: expect.arrayContaining(['rabbitmq_management']),
    });
  });

  test('whoever has another password is told nothing, and changes nothing', async () => {
    expect(await bed.stranger.observeNode(bed.target)).toEqual({ state: 'notServing', error: "refuses the operator's password" });
    await expect(bed.stranger.deleteUser(bed.target, 'shop')).rejects.toMatchObject({ code: 'Unauthorized' });
  });

  describe('users', () => {
    test('are made with their virtual hosts, and twice is once', async () => {
      await write(shop, 'first');
      await write(shop, 'first');
      expect([await known(shop, 'first'), await known(shop, 'second')]).toEqual([true, false]);
    });

    test('change their password, and lose what they may do no longer', async () => {
      const less = { ...shop, tags: [], permissions: shop.permissions.slice(1) };
      await write(less, 'second');
      expect([await known(less, 'second'), await known(shop, 'second'), await known(less, 'first')]).toEqual([true, false, false]);
    });

    test('keep what others gave them where that is not ours to say', async () => {
      const more = { ...shop, permissions: shop.permissions.slice(0, 1), isExact: false };
      await write(more, 'second');
      expect((await bed.rabbitmq.listUsers(bed.target)).get('shop')?.permissions).toHaveLength(2);
    });

    test('with a pattern that is no regular expression are refused, in words that say so', async () => {
      const broken = { ...shop, permissions: [{ vhost: '/', configure: '(', write: '', read: '' }] };
      await expect(write(broken, 'second')).rejects.toMatchObject({ code: 'Refused', status: 400 });
    });

    test('are deleted, and that twice is no error', async () => {
      await bed.rabbitmq.deleteUser(bed.target, 'shop');
      await bed.rabbitmq.deleteUser(bed.target, 'shop');
      expect((await bed.rabbitmq.listUsers(bed.target)).has('shop')).toBe(false);
    });
  });

  test('queues are where they were declared', async () => {
    await bed.declare('letters', 'classic');
    await bed.declare('orders', 'quorum');
    const queues = await bed.rabbitmq.listQueues(bed.target);
    const view = (name: string) => queues.find((queue) => queue.name === name);
    const common = { vhost: '/', node: bed.node, members: [bed.node], online: [bed.node], isDurable: true, isExclusive: false };
    expect(view('letters')).toMatchObject({ ...common, type: 'classic' });
    expect(view('orders')).toMatchObject({ ...common, type: 'quorum' });
  });

  test('the only member of a queue has all that it holds', async () => {
    expect(await bed.rabbitmq.listCaughtUp(bed.target, { vhost: '/', queue: 'orders' })).toEqual([bed.node]);
  });

  test('a queue whose only member is here is not taken away from here', async () => {
    const member = { vhost: '/', queue: 'orders', node: bed.node };
    await expect(bed.rabbitmq.removeReplica(bed.target, member)).rejects.toMatchObject({ code: 'Refused', status: 503 });
    const queues = await bed.rabbitmq.listQueues(bed.target);
    expect(queues.find(({ name }) => name === 'orders')?.members).toEqual([bed.node]);
  });

  test('no stable feature flag is left disabled in a cluster that was founded, and to enable one once more is no error', async () => {
    expect(await bed.rabbitmq.listDisabledFlags(bed.target)).toEqual([]);
    await bed.rabbitmq.enableFlag(bed.target, 'quorum_queue');
  });

  test('leaders are spread, also where there is nothing to spread', async () => {
    await bed.rabbitmq.rebalance(bed.target);
  });
}
