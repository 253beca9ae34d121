import { expect, test } from 'vitest';
import { shovelName, standInName } from '../../operators/rabbitmq/src/resources/queue-move.ts';
import type { RabbitmqBed } from '../../operators/rabbitmq/src/testing/rabbitmq-contract.ts';
import { waitUntil } from '../cluster/src/index.ts';

/** Of the management API, as a client with every permission. */
export type Ask = (method: string, path: string, body?: object) => Promise<string>;

const [queue, standIn] = ['letters of a/shop', standInName('letters of a/shop')];
const place = `queues/%2F/${encodeURIComponent(queue)}`;
const declared = { 'x-queue-type': 'classic', 'x-max-priority': 3, 'x-expires': 3_600_000 };
const payloads = Array.from({ length: 40 }, (_, at) => `letter ${at}`);

/**
 * A classic queue moves by way of one that stands in for it. With one node there is nowhere to go, and all else is the same.
 *
 * @param bed asked for when a test runs
 */
export function testQueueMove(bed: () => RabbitmqBed & { readonly ask: Ask }): void {
  const view = async (name: string) => (await bed().rabbitmq.listQueues(bed().target)).find((one) => one.name === name);
  const publish = (payload: string, routing_key: string, exchange: string) =>
    bed().ask('POST', `exchanges/%2F/${exchange}/publish`, {
      ...{ routing_key, payload, payload_encoding: 'string', properties: { delivery_mode: 2 } },
    });
  const held = async () => {
    const body = { count: 1_000, ackmode: 'ack_requeue_true', encoding: 'auto' };
    return (JSON.parse(await bed().ask('POST', `${place}/get`, body)) as readonly { readonly payload: string }[]).map(
      ({ payload }) => payload,
    );
  };
  const settled = (name: string, messages: number) =>
    waitUntil(async () => (await view(name))?.messages === messages, {
      what: `${name} to hold ${messages}`,
      timeoutMs: 30_000,
      intervalMs: 500,
      explain: async () => JSON.stringify([await view(name), await bed().ask('GET', 'parameters/shovel')]),
    });

  test('a classic queue is emptied into another one, declared anew, and filled again', { timeout: 120_000 }, async () => {
    const { rabbitmq, target, node, ask } = bed();
    await ask('PUT', place, { durable: true, arguments: declared });
    await ask('POST', `bindings/%2F/e/amq.topic/q/${encodeURIComponent(queue)}`, { routing_key: 'letters.#', arguments: { a: 1 } });
    for (const payload of payloads) await publish(payload, queue, 'amq.default');
    await settled(queue, payloads.length);

    const begin = { vhost: '/', queue, standIn, node, sinceMs: 1 };
    await rabbitmq.beginMove(target, begin);
    await rabbitmq.beginMove(target, begin);
    await settled(standIn, payloads.length);
    await settled(queue, 0);
    expect(await view(standIn)).toMatchObject({ standsInFor: { name: queue, from: node, arguments: declared } });
    expect(await rabbitmq.listMoveShovels(target)).toEqual([{ vhost: '/', standIn, way: 'out', sinceMs: 1 }]);

    await rabbitmq.swapQueues(target, { vhost: '/', standIn, outs: [1], sinceMs: 2 });
    await publish('while it is filled', 'letters.new', 'amq.topic');
    await settled(standIn, 0);
    await settled(queue, payloads.length + 1);
    expect(await rabbitmq.listMoveShovels(target)).toEqual([{ vhost: '/', standIn, way: 'back', sinceMs: 2 }]);

    await rabbitmq.endMove(target, { vhost: '/', standIn, shovels: [{ way: 'back', sinceMs: 2 }], isLast: false });
    expect(await view(standIn)).toBeUndefined();
    expect(await rabbitmq.listMoveShovels(target)).toEqual([]);
    expect(await ask('GET', 'policies')).toBe('[]');
    expect((await held()).toSorted()).toEqual([...payloads, 'while it is filled'].toSorted());
    // As whoever uses it declares it: RabbitMQ refuses what differs.
    await ask('PUT', place, { durable: true, arguments: declared });
    await expect(ask('PUT', place, { durable: true, arguments: { ...declared, 'x-max-priority': 4 } })).rejects.toThrow('400');
  });

  test('one that was deleted half-way is there again, with its bindings', { timeout: 120_000 }, async () => {
    const { rabbitmq, target, node, ask } = bed();
    await rabbitmq.beginMove(target, { vhost: '/', queue, standIn, node, sinceMs: 3 });
    await settled(standIn, payloads.length + 1);
    // What a swap does first.
    await ask('POST', `bindings/%2F/e/amq.topic/q/${standIn}`, { routing_key: 'letters.#', arguments: { a: 1 } });
    await ask('DELETE', place);
    await publish('while it is gone', 'letters.new', 'amq.topic');
    await rabbitmq.swapQueues(target, { vhost: '/', standIn, outs: [3], sinceMs: 4 });
    await settled(queue, payloads.length + 2);
    expect(await ask('GET', `${place}/bindings`)).toContain('"routing_key":"letters.#"');
    expect(await ask('GET', `queues/%2F/${standIn}/bindings`)).not.toContain('letters.#');
    await settled(standIn, 0);
    await rabbitmq.endMove(target, { vhost: '/', standIn, shovels: [{ way: 'back', sinceMs: 4 }], isLast: false });
    expect((await held()).toSorted()).toEqual([...payloads, 'while it is filled', 'while it is gone'].toSorted());
  });

  test('one that still holds messages is not deleted, and what stands in for it is not left with its bindings', {
    timeout: 60_000,
  }, async () => {
    const { rabbitmq, target, node, ask } = bed();
    await rabbitmq.beginMove(target, { vhost: '/', queue, standIn, node, sinceMs: 5 });
    await settled(queue, 0);
    await ask('DELETE', `parameters/shovel/%2F/${shovelName({ standIn, way: 'out', sinceMs: 5 })}`);
    await publish('late', queue, 'amq.default');
    await settled(queue, 1);
    await rabbitmq.swapQueues(target, { vhost: '/', standIn, outs: [5], sinceMs: 6 });
    expect(await held()).toEqual(['late']);
    expect(await ask('GET', 'policies')).toBe('[]');
    expect(await ask('GET', `queues/%2F/${standIn}/bindings`)).not.toContain('letters.#');
    expect(await rabbitmq.listMoveShovels(target)).toEqual([]);
  });
}
