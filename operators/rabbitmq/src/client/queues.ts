import type { z } from 'zod';
import { movedQueue } from '../resources/queue-move.ts';
import { queuesAnswer } from './answers.ts';
import { type Caller, parseAnswer } from './call.ts';
import type { QueueView, Target } from './port.ts';

/** With statistics left out, members are as the queues' leaders know them now; with them they are up to some seconds old. */
export async function listQueues(call: Caller, target: Target): Promise<readonly QueueView[]> {
  const answer = await call(target, { path: 'queues?disable_stats=true&enable_queue_totals=true' });
  return parseAnswer(queuesAnswer, answer, 'the list of queues').map(queueView);
}

function queueView(queue: z.output<typeof queuesAnswer>[number]): QueueView {
  const node = queue.leader ?? queue.node ?? undefined;
  const moved = movedQueue(queue.name, queue.arguments);
  const online = queue.online ?? (node === undefined ? [] : [node]);
  return {
    vhost: queue.vhost,
    name: queue.name,
    type: typeOf(queue.type),
    node,
    members: queue.members ?? online,
    online,
    isDurable: queue.durable !== false,
    isExclusive: queue.exclusive === true,
    askedSize: askedSize(queue),
    messages: queue.messages ?? undefined,
    ...(moved !== undefined && { standsInFor: moved }),
  };
}

function typeOf(type: string): QueueView['type'] {
  return type === 'classic' || type === 'quorum' || type === 'stream' ? type : 'other';
}

/** A policy overrides what the declaration asked for. */
function askedSize({
  effective_policy_definition: policy,
  arguments: declared,
}: z.output<typeof queuesAnswer>[number]): number | undefined {
  const candidates = [
    policy?.['target-group-size'],
    declared?.['x-quorum-target-group-size'],
    declared?.['x-quorum-initial-group-size'],
    declared?.['x-initial-cluster-size'],
  ];
  return candidates.find((value): value is number => typeof value === 'number' && value >= 1);
}
