import { createPatience } from '@dataservices/reconcile';
import { connectRabbitmq } from '../../operators/rabbitmq/src/client/connect-rabbitmq.ts';
import { type RabbitmqBed, testRabbitmqContract } from '../../operators/rabbitmq/src/testing/rabbitmq-contract.ts';
import { waitUntil } from '../cluster/src/index.ts';
import { images } from '../images/src/recipes.ts';
import { startLocalRabbitmq } from './local-rabbitmq.ts';
import { type Ask, testQueueMove } from './test-queue-move.ts';

const credentials = { username: 'operator', password: 'not-a-secret-outside-of-this-machine' };

/** The contract on a real node of this image. */
export function testRealRabbitmq(image: 'rabbitmq' | 'rabbitmq-4.0'): void {
  let bed: RealBed | undefined;
  testRabbitmqContract(async () => {
    bed = await openBed(image);
    return bed;
  });
  testQueueMove(() => {
    if (bed === undefined) throw new Error('there is no RabbitMQ');
    return bed;
  });
}

type RealBed = RabbitmqBed & { readonly ask: Ask };

async function openBed(image: 'rabbitmq' | 'rabbitmq-4.0'): Promise<RealBed> {
  const local = await startLocalRabbitmq({ image, user: credentials.username, password: credentials.password });
  const rabbitmq = connectRabbitmq(credentials, createPatience({ patientMs: 10_000, impatientMs: 10_000 }));
  const target = { pod: 'local', ip: '127.0.0.1', port: local.managementPort };
  await waitUntil(
    async () => {
      const view = await rabbitmq.observeNode(target);
      // Which plugins it has, it says only some seconds after all the rest.
      return view.state === 'serving' && view.isInService && view.plugins !== undefined;
    },
    { what: 'the node to serve', timeoutMs: 180_000, intervalMs: 500, explain: async () => local.explain() },
  );
  const headers = {
    authorization: `Basic ${btoa(`${credentials.username}:${credentials.password}`)}`,
    'content-type': 'application/json',
  };
  const ask: Ask = async (method, path, body) => {
    const url = `http://127.0.0.1:${local.managementPort}/api/${path}`;
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  };
  return {
    ask,
    rabbitmq,
    stranger: connectRabbitmq({ ...credentials, password: 'another' }, createPatience()),
    target,
    node: local.node,
    version: /:([\d.]+)/.exec(images[image].reference)?.[1] ?? '',
    async declare(name, type) {
      await ask('PUT', `queues/%2F/${name}`, { durable: true, arguments: { 'x-queue-type': type } });
    },
    remove: local.remove,
  };
}
