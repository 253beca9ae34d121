import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { killContainer } from '../../src/kill-container.ts';
import { askRabbitmq, asOperator, haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-scale-in');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const storage = { size: '1Gi' };
const queue = 'queues/%2F/invoices';
const limitMs = 10_000;

let load: RabbitmqLoad;

const size = (replicas: number, classicQueuesOnScaleIn = 'Block') =>
  applyRabbitmq(bed, cart, { replicas, storage, clustering: { classicQueuesOnScaleIn } });

beforeAll(async () => {
  await size(4);
  await awaitRabbitmqRest(bed, cart, 'its creation', 400_000);
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'messages' });
  await declareOnLast('invoices');
}, 600_000);

/** A durable classic queue with a message, on the node that is to leave first. */
async function declareOnLast(name: string): Promise<void> {
  const node = `rabbit@cart-rabbitmq-3.cart-rabbitmq-nodes.${namespace}.svc.cluster.local`;
  const body = { durable: true, node, arguments: { 'x-queue-type': 'classic' } };
  await haveRabbitmq(bed, cart, { method: 'PUT', path: `queues/%2F/${name}`, body });
  await publish('amq.default', name, 'one');
}

/** @returns whether a queue has got it, and has confirmed it */
async function publish(exchange: string, routing_key: string, payload: string): Promise<boolean> {
  const body = { routing_key, payload, payload_encoding: 'string', properties: { delivery_mode: 2 } };
  const text = await haveRabbitmq(bed, cart, { method: 'POST', path: `exchanges/%2F/${exchange}/publish`, body });
  return (JSON.parse(text) as { readonly routed: boolean }).routed;
}

async function messages(): Promise<readonly string[]> {
  const body = { count: 10_000, ackmode: 'ack_requeue_true', encoding: 'auto' };
  const text = await haveRabbitmq(bed, cart, { method: 'POST', path: `${queue}/get`, body });
  return (JSON.parse(text) as readonly { readonly payload: string }[]).map(({ payload }) => payload);
}

async function uids(): Promise<readonly string[]> {
  return (await rabbitmqPods(bed, cart)).map(({ metadata }) => metadata.uid).sort();
}

function says(text: string) {
  return ({ status }: RabbitmqCluster) => status.operation?.message.includes(text) === true;
}

test('a classic queue with a message keeps its node, and the object names it; the size is taken back before anything was done', async () => {
  const before = await uids();
  await size(3);
  await awaitRabbitmq(bed, cart, says('invoices in /'), { what: 'the queue to be named', timeoutMs: 60_000 });
  await size(4);
  await awaitRabbitmqRest(bed, cart, 'the size was taken back');
  expect(await uids()).toEqual(before);
  expect((await askRabbitmq(bed, cart, { path: queue })).status).toBe(200);
}, 200_000);

test('an even number of nodes is not recommended', async () => {
  const { status } = await awaitRabbitmqRest(bed, cart, 'nothing');
  expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Recommended', status: 'False', reason: 'EvenSize' }));
});

test('with Migrate the queue goes to a node that stays, with its binding and all that is published meanwhile', async () => {
  const sent = ['one'];
  let isOver = false;
  const publishAll = async () => {
    for (let at = 0; !isOver; at += 1) if (await publish('amq.topic', 'invoices.new', `meanwhile ${at}`)) sent.push(`meanwhile ${at}`);
  };
  await haveRabbitmq(bed, cart, { method: 'POST', path: 'bindings/%2F/e/amq.topic/q/invoices', body: { routing_key: 'invoices.#' } });
  const startMs = performance.now();
  const act = async () => {
    const publishing = publishAll();
    try {
      await size(3, 'Migrate');
      await awaitRabbitmqRest(bed, cart, 'the leave of a node with a classic queue', 300_000);
    } finally {
      isOver = true;
    }
    await publishing;
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: '4 to 3 with Migrate', limitMs, act });
  figure('4 to 3 with a classic queue that moves, until settled', formatSeconds(performance.now() - startMs), '300 s');
  const { node } = JSON.parse(await haveRabbitmq(bed, cart, { path: queue })) as { readonly node: string };
  expect(node).toMatch(/^rabbit@cart-rabbitmq-[012]\./);
  const held = await messages();
  figure('messages published meanwhile', `${sent.length}, delivered ${held.length}`);
  expect(new Set(held)).toEqual(new Set(sent));
  const queues = JSON.parse(await haveRabbitmq(bed, cart, { path: 'queues/%2F?columns=name' })) as readonly { readonly name: string }[];
  expect(queues.filter(({ name }) => name.startsWith('dataservices.'))).toEqual([]);
  const as = await asOperator(bed, cart);
  expect(await haveRabbitmq(bed, cart, { path: 'users/dataservices-operator/permissions', as })).toBe('[]');
}, 500_000);

test('with Discard the node leaves; taken back after it has stopped, it joins anew', async () => {
  await size(4, 'Migrate');
  await awaitRabbitmqRest(bed, cart, 'growth to four', 240_000);
  await declareOnLast('discarded');
  const act = async () => {
    await size(3, 'Discard');
    await awaitRabbitmq(bed, cart, ({ status }) => status.readyReplicas === 3 && says('has stopped')({ status } as RabbitmqCluster), {
      what: 'the node to have stopped',
      timeoutMs: 120_000,
    });
    await size(4, 'Discard');
    await awaitRabbitmqRest(bed, cart, 'the size was taken back half-way', 240_000);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'scale-in taken back half-way', limitMs, act });
  const found = async (name: string) => (await askRabbitmq(bed, cart, { path: `queues/%2F/${name}` })).status;
  expect([await found('discarded'), await found('invoices')]).toEqual([404, 200]);
}, 700_000);

test('the leaving node dies in the middle: the others forget it all the same', async () => {
  const startMs = performance.now();
  const act = async () => {
    await size(3, 'Discard');
    await awaitRabbitmq(bed, cart, says('cart-rabbitmq-3 is to leave'), { what: 'the leave to begin', timeoutMs: 60_000 });
    await killContainer(bed, { namespace, name: 'cart-rabbitmq-3' }, 'rabbitmq').catch(() => {
      // It has ended by itself meanwhile, which is as good.
    });
    await awaitRabbitmqRest(bed, cart, 'the leave of a node that died', 240_000);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'leaving node dies', limitMs, act });
  figure('4 to 3 with the leaving node dying, until settled', formatSeconds(performance.now() - startMs), '240 s');
  const nodes = JSON.parse(
    await haveRabbitmq(bed, cart, { path: 'nodes?columns=name,running', as: await asOperator(bed, cart) }),
  ) as readonly unknown[];
  expect(nodes).toHaveLength(3);
  const isMarked = async () => {
    const claim = await bed.kube.get(resources.persistentVolumeClaims, { namespace, name: 'data-cart-rabbitmq-3' });
    return claim?.metadata.annotations?.['dataservices.dev/retired'] !== undefined;
  };
  await waitUntil(isMarked, { what: 'its volume to be marked', timeoutMs: 30_000 });
}, 500_000);

test('no confirmed message is lost', async () => {
  await expectNoMessageLost(scenario, load);
}, 120_000);
