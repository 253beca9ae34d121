import type { Connection, Publisher } from 'rabbitmq-client';
import type { Guide, TakeDelivery } from '../guides/guide.ts';
import { openGuide } from '../guides/open-guide.ts';
import { rabbitmqGuides } from './guides.ts';
import type { QueueType, RabbitmqLoadOptions } from './options.ts';

export type Declared = { readonly durable: true; readonly arguments: Readonly<Record<string, string | number>> };

export const queueOptions: Readonly<Record<QueueType, Declared>> = {
  // Whatever comes back after a lost connection counts as a delivery: it must not be thrown away for it.
  quorum: { durable: true, arguments: { 'x-queue-type': 'quorum', 'x-delivery-limit': -1 } },
  classic: { durable: true, arguments: { 'x-queue-type': 'classic' } },
  stream: { durable: true, arguments: { 'x-queue-type': 'stream' } },
};

/** Of a stream a consumer gets all that there is, whenever it begins: what it missed while it was away is no loss. */
const consumerArguments: Readonly<Record<QueueType, object>> = { quorum: {}, classic: {}, stream: { 'x-stream-offset': 'first' } };

type ClientInput = {
  readonly connections: { readonly publisher: Connection; readonly consumer: Connection };
  /** Of the queues, which are declared. */
  readonly names: readonly string[];
  readonly take: TakeDelivery;
};

/** What publishes to the queues in turn, and takes what is in them: this client's own, or a guide, which has the first queue for itself. */
export function openClient({ guide, queueType }: RabbitmqLoadOptions, { connections, names, take }: ClientInput): Guide {
  if (guide !== undefined) return openGuide(guide, rabbitmqGuides, { target: names[0] ?? '', take });
  const declared = queueOptions[queueType];
  for (const queue of names) consume(connections.consumer, { queue, declared, from: consumerArguments[queueType] }, take);
  const publisher = connections.publisher.createPublisher({ confirm: true, maxAttempts: 1 });
  const returned = new Set<number>();
  publisher.on('basic.return', ({ body }) => returned.add((body as Message).seq));
  return {
    ready: Promise.resolve(),
    write: async (seq) => {
      await send(publisher, names[seq % names.length] ?? '', seq);
      if (returned.delete(seq)) throw new NoQueueError(`message ${seq} found no queue`);
    },
    // Its connections are those of whoever opened it.
    close: () => {},
  };
}

type Message = { readonly seq: number };

class NoQueueError extends Error {
  override readonly name = 'NoQueue';
}

/** Mandatory: a message that finds no queue is confirmed as well, after it was returned. */
function send(publisher: Publisher, routingKey: string, seq: number): Promise<void> {
  return publisher.send({ routingKey, durable: true, mandatory: true }, { seq });
}

type Consumed = { readonly queue: string; readonly declared: Declared; readonly from: object };

function consume(connection: Connection, { queue, declared, from }: Consumed, take: TakeDelivery): void {
  const consumer = connection.createConsumer(
    { queue, queueOptions: declared, arguments: from, qos: { prefetchCount: 100 } },
    async ({ body }) => take((body as Message).seq),
  );
  consumer.on('error', (error: unknown) =>
    console.error(`consumer of ${queue}: ${error instanceof Error ? error.message : String(error)}`),
  );
}
