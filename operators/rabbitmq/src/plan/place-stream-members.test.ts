import { expect, test } from 'vitest';
import type { QueueView } from '../client/port.ts';
import { streamMemberOf, streamTask } from '../resources/stream-task.ts';
import { clusterId, node, observed, quorumQueue, rabbitmqCluster, sees } from '../testing/observed-builder.ts';
import { endTask } from './leave-cluster.ts';
import { placeStreamMembers } from './place-stream-members.ts';

const servers = [sees('012'), sees('012'), sees('012')];
const stream = (name: string, members: string, changes: Partial<QueueView> = {}): QueueView => ({
  ...quorumQueue(name, members),
  type: 'stream',
  ...changes,
});

function taskFor(queues: readonly QueueView[], tasks: Readonly<Record<number, string>> = {}) {
  const step = placeStreamMembers(observed({ cluster: rabbitmqCluster(), servers, tasks, changes: { queues } }));
  const [action] = step?.actions ?? [];
  return action?.kind === 'annotate-pod' ? streamMemberOf(action.annotations['dataservices.dev/task'] ?? undefined) : undefined;
}

test.for([
  ['has too few members: it gets one where there are the fewest', [stream('a', '0'), stream('b', '01', { askedSize: 2 })], node(2)],
  ['has enough', [stream('a', '012')], undefined],
  ['was declared with one', [stream('a', '0', { askedSize: 1 })], undefined],
  ['is a quorum queue, which others see to', [quorumQueue('a', '0')], undefined],
] as const)('a stream that %s', ([, queues, expected]) => {
  expect(taskFor(queues)?.node).toBe(expected);
});

test('a pod that was told already is not told another thing', () => {
  expect(taskFor([stream('a', '0')], { 0: 'forget c0ffee t1 rabbit@x\n' })).toBeUndefined();
});

test('the task ends when the member is there, or the stream is gone, and not before', () => {
  const tasks = { 0: streamTask(clusterId, { vhost: '/', queue: 'größe', node: node(1) }, 't1') };
  const ends = (queues: readonly QueueView[] | undefined) =>
    endTask(observed({ servers, tasks, changes: { queues } as never }))?.actions.length === 1;
  expect(ends([stream('größe', '0')])).toBe(false);
  expect(ends([stream('größe', '01')])).toBe(true);
  expect(ends([])).toBe(true);
  expect(ends(undefined)).toBe(false);
});
