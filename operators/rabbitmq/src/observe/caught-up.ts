import type { QueueView, RabbitmqPort } from '../client/port.ts';
import { RabbitmqError } from '../client/rabbitmq-error.ts';
import { clientPorts } from '../names.ts';
import type { Observed } from '../observed.ts';
import { queuesInQuestion } from '../plan/caught-up.ts';
import { clusterOf, spokesman } from '../plan/cluster.ts';
import { targetOf } from './members.ts';

/** So many calls at once: RabbitMQ asks each member of a queue for its own account. */
const atOnce = 8;

/** The same with what is known of members that have caught up, where that matters now. Of a queue that cannot be asked none has. */
export async function withCaughtUp(observed: Observed, rabbitmq: RabbitmqPort | undefined): Promise<Observed> {
  const cluster = clusterOf(observed);
  const target = cluster === undefined ? undefined : targetOf(spokesman(cluster)?.pod, clientPorts(observed.cluster).management);
  const asked = queuesInQuestion(observed);
  if (target === undefined || rabbitmq === undefined || observed.queues === undefined || asked.length === 0) return observed;
  const known = new Map<QueueView, readonly string[]>();
  const left = asked.values();
  const askInTurn = async () => {
    for (const queue of left) {
      const name = { vhost: queue.vhost, queue: queue.name };
      known.set(queue, await orNone(() => rabbitmq.listCaughtUp(target, name)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askInTurn));
  return { ...observed, queues: observed.queues.map((queue) => ({ ...queue, ...found(known.get(queue)) })) };
}

function found(caughtUp: readonly string[] | undefined): Pick<QueueView, 'caughtUp'> {
  return caughtUp === undefined ? {} : { caughtUp };
}

async function orNone(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RabbitmqError) return [];
    throw error;
  }
}
