import { existsSync, readFileSync } from 'node:fs';
import { Kafka, type KafkaMessage, type Message, Partitioners } from 'kafkajs';

const folder = '/bindings/kafka';

/** An entry of the binding Secret, mounted as a folder. */
const binding = (key: string) => readFileSync(`${folder}/${key}`, 'utf8');
const has = (key: string) => existsSync(`${folder}/${key}`);

export function connect(): Kafka {
  const login = () => ({ mechanism: 'scram-sha-512' as const, username: binding('username'), password: binding('password') });
  return new Kafka({
    clientId: 'shop',
    brokers: binding('bootstrap-servers').split(','),
    ...(has('ca.crt') && { ssl: { ca: [binding('ca.crt')] } }),
    ...(has('sasl-mechanism') && { sasl: login() }),
    connectionTimeout: 2000,
    requestTimeout: 5000,
    // For half a minute; the default of five retries may be over before another leads.
    retry: { initialRetryTime: 100, maxRetryTime: 1000, retries: 30 },
  });
}

/** Resolves when all replicas in sync have the record. After an error it is sent again, so that it may be there twice. */
export async function openProducer(kafka: Kafka, topic: string) {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, metadataMaxAge: 5000 });
  const admin = kafka.admin();
  await Promise.all([producer.connect(), admin.connect()]);
  const partitionMetadata = (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0]?.partitions ?? [];
  await admin.disconnect();
  const choose = Partitioners.DefaultPartitioner();
  const lines = new Map<number, (message: Message) => Promise<void>>();

  // One partition in each request: of several, kafkajs acknowledges records that it has never sent, where a leader moves in between.
  function send(message: Message): Promise<void> {
    const partition = choose({ topic, partitionMetadata, message });
    const line = lines.get(partition) ?? inBatches((messages) => producer.send({ topic, acks: -1, messages }));
    lines.set(partition, line);
    return line({ ...message, partition });
  }
  return { send, close: () => producer.disconnect() };
}

/** Sends together what has gathered while the last batch was on its way: each request looks for a new leader by itself. */
function inBatches(sendAll: (messages: Message[]) => Promise<unknown>): (message: Message) => Promise<void> {
  let waiting: Message[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();
  async function sendWaiting(): Promise<void> {
    const messages = waiting;
    [waiting, next] = [[], undefined];
    await sendAll(messages);
  }
  return (message) => {
    waiting.push(message);
    next ??= last.then(sendWaiting);
    last = next.catch(() => {});
    return next;
  };
}

/** Goes on for good. What was handled and not committed before the consumer was lost is delivered again. */
export async function consume(kafka: Kafka, topic: string, groupId: string, handle: (message: KafkaMessage) => void): Promise<void> {
  const consumer = kafka.consumer({ groupId, sessionTimeout: 10_000, metadataMaxAge: 5000 });
  const again = () => setTimeout(() => consume(kafka, topic, groupId, handle), 1000);
  // What it takes for passing, kafkajs starts again by itself after. A consumer that has given up cannot be started again: another one is.
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) again();
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => handle(message) });
  } catch (error) {
    console.error(`kafka: ${error instanceof Error ? error.message : error}`);
    await consumer.disconnect();
    again();
  }
}
