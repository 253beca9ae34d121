import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';

const caFile = '/bindings/rabbitmq/ca.crt';

/** An entry of the binding Secret, mounted as a folder. */
const binding = (key: string) => readFileSync(`/bindings/rabbitmq/${key}`, 'utf8');

/** Publishes to a queue, which has to be there, and hands over what is in it. Resolves when it has connected for the first time. */
export async function open(queue: string, handle: (body: unknown) => void) {
  let channel: ConfirmChannel | undefined;

  /** Called at every connection, the first included: channels and consumers go with the one that is lost. */
  async function setup(model: ChannelModel): Promise<void> {
    const opened = await model.createConfirmChannel();
    opened.on('error', (error: Error) => console.error(`rabbitmq: ${error.message}`));
    // A channel that was closed on its own, for an error, comes back with another connection.
    opened.once('close', () => model.close().catch(() => {}));
    await opened.prefetch(50);
    await opened.consume(queue, (message) => {
      if (message === null) return void opened.close().catch(() => {});
      handle(JSON.parse(message.content.toString()));
      opened.ack(message);
    });
    channel = opened;
  }

  function publishOnce(body: unknown): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const content = Buffer.from(JSON.stringify(body));
    const options = { persistent: true, contentType: 'application/json' };
    channel?.sendToQueue(queue, content, options, (error: Error | null) => (error ? reject(error) : resolve()));
    return promise;
  }

  /** Resolves when the queue has the message for good. After an error it is sent again, so that it may come twice. */
  async function publish(body: unknown, forMs = 30_000): Promise<void> {
    const endMs = performance.now() + forMs;
    for (;;) {
      try {
        return await publishOnce(body);
      } catch (error) {
        if (performance.now() > endMs) throw error;
        await delay(100);
      }
    }
  }

  const options = { timeout: 2000, ...(existsSync(caFile) && { ca: readFileSync(caFile) }) };
  const recovery = { initialDelay: 100, maxDelay: 1000, setup };
  // The address is that of the Service, which leads to any node that is ready.
  const connection = await connect(`${binding('uri')}?heartbeat=5`, { ...options, recovery });
  connection.on('error', (error: Error) => console.error(`rabbitmq: ${error.message}`));
  return { publish, close: () => connection.close() };
}
