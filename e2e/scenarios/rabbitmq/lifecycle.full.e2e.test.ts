import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { isPodReady } from '../../src/pod.ts';
import { haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('rabbitmq-lifecycle');
const cart = { namespace, name: 'cart' };
/** Of a class whose volumes can grow. */
const storage = { size: '512Mi', className: 'growable' };
const queue = 'queues/%2F/orders';

beforeAll(async () => {
  await applyRabbitmq(bed, cart, { replicas: 1, storage });
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  await haveRabbitmq(bed, cart, { method: 'PUT', path: queue, body: { durable: true, arguments: { 'x-queue-type': 'quorum' } } });
  for (let at = 0; at < 20; at += 1) await publish('orders', `message ${at}`);
}, 300_000);

async function publish(routingKey: string, payload: string): Promise<void> {
  const body = { routing_key: routingKey, payload, payload_encoding: 'string', properties: { delivery_mode: 2 } };
  await haveRabbitmq(bed, cart, { method: 'POST', path: 'exchanges/%2F/amq.default/publish', body });
}

/** Each message, which goes back to its place. */
async function messages(): Promise<readonly string[]> {
  const body = { count: 100, ackmode: 'ack_requeue_true', encoding: 'auto' };
  const text = await haveRabbitmq(bed, cart, { method: 'POST', path: `${queue}/get`, body });
  return (JSON.parse(text) as readonly { readonly payload: string }[]).map(({ payload }) => payload).sort();
}

const all = Array.from({ length: 20 }, (_, at) => `message ${at}`).sort();

test('one becomes two, and two become one, with all messages', async () => {
  await applyRabbitmq(bed, cart, { replicas: 2, storage });
  await awaitRabbitmqRest(bed, cart, 'growth to two', 240_000);
  expect(await messages()).toEqual(all);
  const startMs = performance.now();
  await applyRabbitmq(bed, cart, { replicas: 1, storage });
  await awaitRabbitmqRest(bed, cart, 'shrinking to one', 240_000);
  figure('2 to 1, until settled', formatSeconds(performance.now() - startMs), '240 s');
  expect(await messages()).toEqual(all);
}, 600_000);

test('a setting that RabbitMQ refuses stops at one pod, and is taken back', async () => {
  await applyRabbitmq(bed, cart, { replicas: 3, storage });
  await awaitRabbitmqRest(bed, cart, 'growth to three', 300_000);
  await applyRabbitmq(bed, cart, { replicas: 3, storage, config: { 'no.such.setting': 'x' } });
  const isStuck = ({ status }: RabbitmqCluster) =>
    status.members?.some(({ ready, detail }) => !ready && /exit|crash|Back-off|back-off|restart/i.test(detail ?? '')) === true;
  const stuck = await awaitRabbitmq(bed, cart, isStuck, { what: 'one node that does not start', timeoutMs: 180_000 });
  expect(stuck.status.conditions?.find(({ type }) => type === 'Available')?.status).toBe('True');
  expect((await rabbitmqPods(bed, cart)).filter(isPodReady)).toHaveLength(2);
  expect(await messages()).toEqual(all);
  const startMs = performance.now();
  await applyRabbitmq(bed, cart, { replicas: 3, storage });
  await awaitRabbitmqRest(bed, cart, 'the setting was taken back', 180_000);
  figure('bad setting taken back, until whole again', formatSeconds(performance.now() - startMs), '60 s');
}, 900_000);

test('it stops at 0, keeps everything, and goes on', async () => {
  const claims = async () =>
    (await bed.kube.list(resources.persistentVolumeClaims, { namespace })).items.map(({ metadata }) => metadata.uid).sort();
  const before = await claims();
  await applyRabbitmq(bed, cart, { replicas: 0, storage });
  await waitUntil(async () => (await rabbitmqPods(bed, cart)).length === 0, { what: 'every pod to be gone', timeoutMs: 120_000 });
  expect(await claims()).toEqual(before);
  const startMs = performance.now();
  await applyRabbitmq(bed, cart, { replicas: 3, storage });
  await awaitRabbitmqRest(bed, cart, 'the stop', 300_000);
  figure('0 to 3, until settled', formatSeconds(performance.now() - startMs), '300 s');
  expect(await messages()).toEqual(all);
}, 600_000);

test('volumes grow without a restart', async () => {
  const uids = async () => (await rabbitmqPods(bed, cart)).map(({ metadata }) => metadata.uid).sort();
  const before = await uids();
  await applyRabbitmq(bed, cart, { replicas: 3, storage: { ...storage, size: '768Mi' } });
  type Claim = StoredObject & { readonly status?: { readonly capacity?: { readonly storage?: string } } };
  const sizes = async () =>
    (await bed.kube.list<Claim>(resources.persistentVolumeClaims, { namespace })).items.map(({ status }) => status?.capacity?.storage);
  await waitUntil(async () => (await sizes()).every((size) => size === '768Mi'), {
    what: 'three larger volumes',
    timeoutMs: 120_000,
    explain: async () => (await sizes()).join(', '),
  });
  await awaitRabbitmqRest(bed, cart, 'the growth of its volumes', 120_000);
  expect(await uids()).toEqual(before);
}, 300_000);
