import { createPatience } from '@dataservices/reconcile';
import { connectRabbitmq } from '../../operators/rabbitmq/src/client/connect-rabbitmq.ts';
import { type RabbitmqBed, testRabbitmqContract } from '../../operators/rabbitmq/src/testing/rabbitmq-contract.ts';
import { waitUntil } from '../cluster/src/index.ts';
import { images } from '../images/src/recipes.ts';
import { startLocalRabbitmq } from './local-rabbitmq.ts';

const credentials = { username: 'operator', password: 'not-a-secret-outside-of-this-machine' };

/** The contract on a real node of this image. */
export function testRealRabbitmq(image: 'rabbitmq' | 'rabbitmq-4.0'): void {
  testRabbitmqContract(() => openBed(image));
}

async function openBed(image: 'rabbitmq' | 'rabbitmq-4.0'): Promise<RabbitmqBed> {
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
  return {
    rabbitmq,
    stranger: connectRabbitmq({ ...credentials, password: 'another' }, createPatience()),
    target,
    node: local.node,
    version: /:([\d.]+)/.exec(images[image].reference)?.[1] ?? '',
    async declare(name, type) {
      const body = JSON.stringify({ durable: true, arguments: { 'x-queue-type': type } });
      const url = `http://127.0.0.1:${local.managementPort}/api/queues/%2F/${name}`;
      const { ok, status } = await fetch(url, { method: 'PUT', headers, body });
      if (!ok) throw new Error(`${name} could not be declared: ${status}`);
    },
    remove: local.remove,
  };
}
