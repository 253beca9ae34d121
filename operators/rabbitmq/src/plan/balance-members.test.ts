import type { RabbitmqClusterStatus } from '@dataservices/api';
import { describe, expect, test } from 'vitest';
import { status } from '../status.ts';
import { formed, node, observed, quorumQueue, rabbitmqCluster, sees, unreachable } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { nextMoves } from './member-moves.ts';
import { plan } from './plan.ts';

type Queues = readonly ReturnType<typeof quorumQueue>[];
type Options = { readonly over?: number; readonly moves?: RabbitmqClusterStatus['memberMoves']; readonly mode?: 'Enabled' | 'Disabled' };

const pods = Array.from({ length: 5 }, (_, ordinal) => `cart-rabbitmq-${ordinal}`);
const move = (queue: string, from: number, to: number) => ({ vhost: '/', queue, from: pods[from] ?? '', to: pods[to] ?? '' });

/** Five nodes, of which members of queues are over three. */
function five(queues: Queues, { over = 3, moves, mode = 'Enabled' }: Options = {}) {
  const formation = { ...formed.formation, membersOver: over };
  const before = { ...formed, formation, ...(moves !== undefined && { memberMoves: moves }) };
  const cluster = rabbitmqCluster({ replicas: 5, clustering: { balanceMembers: mode, balanceLeaders: 'Disabled' } }, before);
  const servers = Array.from({ length: 5 }, () => sees('01234'));
  return observed({ cluster, servers, changes: { queues } });
}

const statusOf = (given: ReturnType<typeof five>) => status(given, plan(given), { problems: [] });

describe('what goes where', () => {
  test('from the node with most members to the one with fewest, until they differ by one; some at a time', () => {
    const queues = Array.from({ length: 30 }, (_, at) => quorumQueue(`q${at}`, '012'));
    const moves = nextMoves(five(queues));
    expect(moves).toHaveLength(10);
    expect(new Set(moves.map(({ to }) => to))).toEqual(new Set([pods[3], pods[4]]));
    expect(new Set(moves.map(({ queue }) => queue)).size).toBe(10);
  });

  test('a member that follows before one that leads', () => {
    const queues = [quorumQueue('a', '201'), quorumQueue('b', '012')];
    expect(nextMoves(five(queues))[0]).toEqual(move('b', 2, 3));
  });

  test.for([
    ['they are even already', [quorumQueue('a', '012'), quorumQueue('b', '340')]],
    ['there are none', []],
  ] as const)('nothing where %s', ([, queues]) => {
    expect(nextMoves(five(queues))).toEqual([]);
  });
});

describe('nodes have joined', () => {
  const both = [quorumQueue('a', '012'), quorumQueue('b', '012')];
  const [first, second] = [move('a', 2, 3), move('b', 2, 4)];

  test('what is to go is written down before anything is done', () => {
    const given = five(both);
    expect(decisionOf(given)).toEqual({ rule: 'BalanceMembers', actions: [] });
    expect(statusOf(given).memberMoves).toEqual(nextMoves(given));
    expect(statusOf(given).formation?.membersOver).toBe(3);
  });

  test('then the queues get their new members', () => {
    const given = five(both, { moves: [first, second] });
    expect(decisionOf(given)).toEqual({
      rule: 'BalanceMembers',
      actions: ['add-replica a: cart-rabbitmq-3', 'add-replica b: cart-rabbitmq-4'],
    });
  });

  test('while they copy, nothing else is done', () => {
    const copying = quorumQueue('a', '0123', { caughtUp: [node(0), node(1), node(2)] });
    expect(decisionOf(five([copying], { moves: [first] }))).toEqual({ rule: 'AwaitMembers', actions: [] });
  });

  test('and lose the old ones when all have caught up', () => {
    const given = five([quorumQueue('a', '0123')], { moves: [first] });
    expect(decisionOf(given)).toEqual({ rule: 'BalanceMembers', actions: ['remove-replica a: cart-rabbitmq-2'] });
  });

  test('or in the next pass, where nobody has asked', () => {
    const given = five([quorumQueue('a', '0123', { caughtUp: undefined })], { moves: [first] });
    expect(decisionOf(given)).toEqual({ rule: 'BalanceMembers', actions: [] });
    expect(statusOf(given).memberMoves).toEqual([first]);
  });

  test('what is done is forgotten, and at the end the status says over how many nodes', () => {
    const given = five([quorumQueue('a', '013'), quorumQueue('b', '124')], { moves: [first, move('b', 0, 4)] });
    expect(statusOf(given).memberMoves).toBeUndefined();
    expect(statusOf(given).formation?.membersOver).toBe(5);
  });

  test('a queue that is gone meanwhile is forgotten', () => {
    expect(statusOf(five([], { moves: [first] })).memberMoves).toBeUndefined();
  });

  test('a node is away: nothing goes', () => {
    const given = five(both, { moves: [first] });
    const view = sees('01234', {}, '4');
    const away = observed({ cluster: given.cluster, servers: [view, view, view, view, unreachable], changes: { queues: both } });
    expect(decisionOf(away)).toEqual({ rule: 'AwaitMembers', actions: [] });
  });
});

describe('not wanted', () => {
  test('nothing begins, and what joined meanwhile gets its share when it is wanted again', () => {
    const given = five([quorumQueue('a', '012'), quorumQueue('b', '012')], { mode: 'Disabled' });
    expect(decisionOf(given)).toEqual({ rule: undefined, actions: [] });
    expect(statusOf(given).formation?.membersOver).toBe(3);
  });

  test('what was begun is taken back', () => {
    const given = five([quorumQueue('a', '0123'), quorumQueue('b', '012')], {
      mode: 'Disabled',
      moves: [move('a', 2, 3), move('b', 2, 4)],
    });
    expect(decisionOf(given)).toEqual({ rule: 'BalanceMembers', actions: ['remove-replica a: cart-rabbitmq-3'] });
  });

  test('the new node is to leave again: its members go with it', () => {
    const given = five([quorumQueue('a', '0124')], { moves: [move('a', 2, 4)] });
    const fewer = { ...given, cluster: { ...given.cluster, spec: { ...given.cluster.spec, replicas: 4 } } };
    expect(decisionOf(fewer)).toEqual({ rule: 'LeaveCluster', actions: ['remove-replica a: cart-rabbitmq-4'] });
    expect(statusOf(fewer).memberMoves).toBeUndefined();
  });
});

test('without a join nothing goes, however uneven it is', () => {
  const queues = ['a', 'b', 'c'].map((name) => quorumQueue(name, '012'));
  expect(decisionOf(five(queues, { over: 5 }))).toEqual({ rule: undefined, actions: [] });
});

test('a dry run names what would go', () => {
  const given = five([quorumQueue('a', '012'), quorumQueue('b', '012')]);
  const metadata = { ...given.cluster.metadata, annotations: { 'dataservices.dev/dry-run': 'true' } };
  const { step, preview } = plan({ ...given, cluster: { ...given.cluster, metadata } });
  expect(step).toBeUndefined();
  expect(preview?.step?.reason).toContain('a from cart-rabbitmq-2 to cart-rabbitmq-3');
});
