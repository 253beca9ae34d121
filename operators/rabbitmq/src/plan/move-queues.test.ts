import { describe, expect, test } from 'vitest';
import type { QueueView, ShovelView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { standInName } from '../resources/queue-move.ts';
import { classicQueue, node, nowMs, observed, rabbitmqCluster, sees, unreachable } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { plan } from './plan.ts';

const plugins = ['rabbitmq_management', 'rabbitmq_prometheus', 'rabbitmq_shovel'];
const four = Array.from({ length: 4 }, () => sees('0123', { plugins }));
const standIn = standInName('orders');
const record = { name: 'orders', from: node(3), isAutoDelete: false, arguments: {} };
const orders = (messages = 0, ordinal = 3) => classicQueue('orders', ordinal, { messages });
const standing = (messages = 0) => classicQueue(standIn, 0, { messages, standsInFor: record });
const shovel = (way: 'out' | 'back', ageMs = 60_000): ShovelView => ({ vhost: '/', standIn, way, sinceMs: nowMs - ageMs });

type Input = {
  readonly queues: readonly QueueView[];
  readonly shovels?: readonly ShovelView[];
  readonly mode?: 'Block' | 'Migrate' | 'Discard';
  readonly replicas?: number;
  readonly config?: Readonly<Record<string, string | number>>;
  readonly servers?: typeof four;
};

function leaving({ queues, shovels = [], mode = 'Migrate', replicas = 3, config = {}, servers = four }: Input): Observed {
  const clustering = { classicQueuesOnScaleIn: mode, balanceLeaders: 'Disabled' } as const;
  return observed({ cluster: rabbitmqCluster({ replicas, config, clustering }), servers, changes: { queues, shovels } });
}

describe('a classic queue on a node that is to leave', () => {
  test.for([
    ['begins to move, to the node with the fewest', { queues: [orders(), classicQueue('a', 0)] }, ['begin-move orders: cart-rabbitmq-1']],
    [
      'has nothing that carries it: that is begun again, to the same node',
      { queues: [orders(), standing()] },
      ['begin-move orders: cart-rabbitmq-0'],
    ],
    ['still holds messages: nothing is done', { queues: [orders(7), standing()], shovels: [shovel('out')] }, []],
    [
      'holds nothing, by statistics from before that: nothing is done',
      { queues: [orders(), standing()], shovels: [shovel('out', 9_000)] },
      [],
    ],
    [
      'the same, with statistics that come later',
      { queues: [orders(), standing()], shovels: [shovel('out', 15_000)], config: { collect_statistics_interval: 10_000 } },
      [],
    ],
    ['does not say what it holds: nothing is done', { queues: [classicQueue('orders', 3), standing()], shovels: [shovel('out')] }, []],
    ['holds nothing: it is declared anew', { queues: [orders(), standing(7)], shovels: [shovel('out')] }, [`swap-queues ${standIn}`]],
    [
      'is gone, because somebody stopped half-way: it is declared anew',
      { queues: [standing(7)], shovels: [shovel('out')] },
      [`swap-queues ${standIn}`],
    ],
    [
      'is there anew, and what stood in for it is left alone: the same',
      { queues: [orders(0, 0), standing(7)] },
      [`swap-queues ${standIn}`],
    ],
    ['is filled: nothing is done', { queues: [orders(0, 0), standing(7)], shovels: [shovel('back')] }, []],
    [
      'is filled, by statistics from before that: nothing is done',
      { queues: [orders(0, 0), standing()], shovels: [shovel('back', 9_000)] },
      [],
    ],
    ['has all: what stood in for it goes', { queues: [orders(7, 0), standing()], shovels: [shovel('back')] }, [`end-move ${standIn}`]],
  ] as const)('%s', ([, input, actions]) => {
    expect(decisionOf(leaving(input))).toEqual({ rule: 'MoveQueues', actions });
  });

  test('many begin at once, and not more than twenty', () => {
    const queues = Array.from({ length: 30 }, (_, at) => classicQueue(`q${at}`, 3));
    expect(decisionOf(leaving({ queues })).actions).toHaveLength(20);
  });

  test('has arrived: its node leaves', () => {
    expect(decisionOf(leaving({ queues: [orders(7, 0)] }))).toEqual({
      rule: 'LeaveCluster',
      actions: ['annotate-pod cart-rabbitmq-3: stand-down'],
    });
  });

  test('goes on moving when its node is to stay after all', () => {
    expect(decisionOf(leaving({ queues: [standing(7)], replicas: 4 })).actions).toEqual([`swap-queues ${standIn}`]);
  });

  test('waits for a node that is to stay, and is away', () => {
    const away = sees('0123', { plugins }, '1');
    const given = leaving({ queues: [orders()], servers: [away, unreachable, away, away] as typeof four });
    expect(decisionOf(given)).toEqual({ rule: 'MoveQueues', actions: [] });
  });

  test('waits for the plugin, which pods are told of', () => {
    const servers = Array.from({ length: 4 }, () => sees('0123'));
    expect(decisionOf(leaving({ queues: [orders()], servers }))).toMatchObject({ rule: 'AnnouncePlugins' });
  });

  test('waits where no node says which shovels there are', () => {
    expect(decisionOf({ ...leaving({ queues: [orders()] }), shovels: undefined })).toEqual({ rule: 'MoveQueues', actions: [] });
  });
});

test.for(['Block', 'Discard'] as const)('%s half-way: the node does not leave, and the object says what to do', (mode) => {
  const { step } = plan(leaving({ queues: [orders(3), standing(4)], mode }));
  expect(step).toMatchObject({ rule: 'LeaveCluster', actions: [], reason: expect.stringContaining('orders in /') });
  expect(step?.reason).toContain('to Migrate until they have arrived');
});

test('without a node that is to leave no queue moves', () => {
  expect(decisionOf(leaving({ queues: [orders()], replicas: 4 })).rule).toBeUndefined();
});
