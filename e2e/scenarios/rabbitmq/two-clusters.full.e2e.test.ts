import { resources } from '@dataservices/kube';
import { beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { livesOf } from '../../src/lives-of.ts';
import { askRabbitmq, asOperator, haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { applyRabbitmq, awaitRabbitmqRest, type RabbitmqRef, rabbitmqPods, readRabbitmq } from '../../src/rabbitmq-object.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace } = useScenario('rabbitmq-two-clusters');
const cart = { namespace, name: 'cart' };
/** A name that begins as what the other one's objects are called. */
const other = { namespace, name: 'cart-rabbitmq' };
const spec = { replicas: 1, storage: { size: '512Mi' } };
const queue = 'queues/%2F/orders';

beforeAll(async () => {
  for (const cluster of [cart, other]) await applyRabbitmq(bed, cluster, spec);
  for (const cluster of [cart, other]) await awaitRabbitmqRest(bed, cluster, 'its creation', 240_000);
  for (const cluster of [cart, other]) await declare(cluster);
}, 600_000);

async function declare(cluster: RabbitmqRef): Promise<void> {
  await haveRabbitmq(bed, cluster, { method: 'PUT', path: queue, body: { durable: true, arguments: { 'x-queue-type': 'quorum' } } });
  const message = { routing_key: 'orders', payload: cluster.name, payload_encoding: 'string', properties: { delivery_mode: 2 } };
  await haveRabbitmq(bed, cluster, { method: 'POST', path: 'exchanges/%2F/amq.default/publish', body: message });
}

async function messages(cluster: RabbitmqRef): Promise<readonly string[]> {
  const body = { count: 10, ackmode: 'ack_requeue_true', encoding: 'auto' };
  const text = await haveRabbitmq(bed, cluster, { method: 'POST', path: `${queue}/get`, body });
  return (JSON.parse(text) as readonly { readonly payload: string }[]).map(({ payload }) => payload);
}

const passwordOf = async ({ name }: RabbitmqRef) =>
  (await readSecret(bed, { namespace, name: `${name}-rabbitmq-binding` }))?.password ?? '';

test('two in one namespace know nothing of each other', async () => {
  const [first, second] = [await readRabbitmq(bed, cart), await readRabbitmq(bed, other)];
  expect(first.status.clusterId).not.toBe(second.status.clusterId);
  for (const cluster of [cart, other]) {
    const nodes = await haveRabbitmq(bed, cluster, { path: 'nodes?columns=name', as: await asOperator(bed, cluster) });
    expect(JSON.parse(nodes)).toEqual([{ name: expect.stringContaining(`rabbit@${cluster.name}-rabbitmq-0.`) }]);
    expect(await messages(cluster)).toEqual([cluster.name]);
  }
  const stranger = { user: 'app', password: await passwordOf(other) };
  expect((await askRabbitmq(bed, cart, { path: 'whoami', as: stranger })).status).toBe(401);
});

test('one is deleted, and the other does not notice', async () => {
  const lives = livesOf(await rabbitmqPods(bed, other));
  await bed.kube.delete(resources.rabbitmqClusters, cart);
  await waitUntil(async () => (await rabbitmqPods(bed, cart)).length === 0, { what: 'its pods to be gone', timeoutMs: 120_000 });
  await awaitRabbitmqRest(bed, other, 'the end of another');
  expect(livesOf(await rabbitmqPods(bed, other))).toEqual(lives);
  expect(await messages(other)).toEqual([other.name]);
}, 240_000);

test('created again it goes on with what it had', async () => {
  const password = await passwordOf(other);
  await applyRabbitmq(bed, cart, spec);
  const { status } = await awaitRabbitmqRest(bed, cart, 'its return', 240_000);
  expect(status.formation?.origin).toBe('Adopted');
  expect(await messages(cart)).toEqual([cart.name]);
  expect(await passwordOf(other)).toBe(password);
}, 300_000);
