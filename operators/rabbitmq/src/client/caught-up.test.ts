import { expect, test } from 'vitest';
import type { Caller } from './call.ts';
import { listCaughtUp } from './caught-up.ts';

const target = { pod: 'cart-rabbitmq-0', ip: '10.0.0.1', port: 15672 };
const queue = { vhost: '/', queue: 'a/b c' };

type Row = readonly [node: string, state: string, membership: string, written: number | '', committed: number | ''];

/** Answers one list of members after the other, as nodes of RabbitMQ 4.3.6 did. */
function answering(...looks: readonly (readonly Row[])[]): { readonly call: Caller; readonly asked: string[] } {
  const asked: string[] = [];
  const call: Caller = async (_, { path }) => {
    asked.push(path);
    const rows = (looks[asked.length - 1] ?? []).map(([node, state, membership, written, committed]) => ({
      'Node Name': node,
      'Raft State': state,
      Membership: membership,
      'Last Log Index': written,
      'Last Written': written,
      'Commit Index': committed,
    }));
    return { status: 200, text: JSON.stringify(rows) };
  };
  return { call, asked };
}

const leader: Row = ['rabbit@a', 'leader', 'voter', 244, 244];
const follower: Row = ['rabbit@b', 'follower', 'voter', 244, 244];

test('voters that have all that was committed have caught up, and are asked once', async () => {
  const { call, asked } = answering([leader, follower]);
  expect(await listCaughtUp(call, target, queue)).toEqual(['rabbit@a', 'rabbit@b']);
  expect(asked).toEqual(['queues/quorum/%2F/a%2Fb%20c/status']);
});

test.for([
  ['one that was added and does not vote yet', ['rabbit@c', 'follower', 'promotable', 244, 244]],
  ['one whose volume was lost, a voter from the start', ['rabbit@c', 'follower', 'voter', 128, 244]],
  ['one that does not answer', ['rabbit@c', 'noconnection', '', '', '']],
] as const)('%s has not', async ([, row]) => {
  const look: readonly Row[] = [leader, follower, row];
  expect(await listCaughtUp(answering(look, look).call, target, queue)).toEqual(['rabbit@a', 'rabbit@b']);
});

test('one that was asked before the leader, while messages are published, is asked again', async () => {
  const busy: readonly Row[] = [['rabbit@0', 'follower', 'voter', 240, 240], leader];
  const later: readonly Row[] = [
    ['rabbit@0', 'follower', 'voter', 250, 249],
    ['rabbit@a', 'leader', 'voter', 260, 258],
  ];
  const { call, asked } = answering(busy, later);
  expect(await listCaughtUp(call, target, queue)).toEqual(['rabbit@0', 'rabbit@a']);
  expect(asked).toHaveLength(2);
});

test('while nobody leads nobody has', async () => {
  expect(await listCaughtUp(answering([follower]).call, target, queue)).toEqual([]);
});
