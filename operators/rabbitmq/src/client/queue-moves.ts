import { z } from 'zod';
import { type MovedQueue, movedQueue, parseShovelName, recordArgument, shovelName } from '../resources/queue-move.ts';
import { type Caller, parseAnswer } from './call.ts';
import type { MoveBegin, MoveEnd, MoveSwap, ShovelView, Target } from './port.ts';

const shovelsAnswer = z.array(z.object({ vhost: z.string(), name: z.string() }));
const queueAnswer = z.object({
  name: z.string(),
  node: z.string().nullish(),
  auto_delete: z.boolean().nullish(),
  arguments: z.record(z.string(), z.unknown()).nullish(),
});
const bindingsAnswer = z.array(
  z.object({ source: z.string(), routing_key: z.string(), arguments: z.record(z.string(), z.unknown()), properties_key: z.string() }),
);

type Queue = z.output<typeof queueAnswer>;

/** Those of queues that move, of all virtual hosts. Without the plugin there is none. */
export async function listMoveShovels(call: Caller, target: Target): Promise<readonly ShovelView[]> {
  const answer = await call(target, { path: 'parameters/shovel', expected: [404] });
  if (answer.status === 404) return [];
  const shovels = parseAnswer(shovelsAnswer, answer, 'the list of shovels');
  return shovels.flatMap(({ vhost, name }) => {
    const shovel = parseShovelName(name);
    return shovel === undefined ? [] : [{ vhost, ...shovel }];
  });
}

/** Where queues are declared and deleted, the operator has to be let into the virtual host, which it is at no other time. */
export function queueMoves(call: Caller, operator: string) {
  const permit = (target: Target, vhost: string) =>
    call(target, { method: 'PUT', path: path('permissions', vhost, operator), body: { configure: '.*', write: '.*', read: '.*' } });

  const shovel = (target: Target, vhost: string, name: string, [from, to]: readonly [string, string]) => {
    const uri = `amqp:///${encodeURIComponent(vhost)}`;
    const value = {
      'src-protocol': 'amqp091',
      'src-uri': uri,
      'src-queue': from,
      // Or the shovel would declare the queue anew, as another one, when it is deleted.
      'src-predeclared': true,
      'src-delete-after': 'never',
      // Before all consumers: they are to get nothing more that they would hold when the queue goes.
      'src-consumer-args': { 'x-priority': 1_000 },
      'dest-protocol': 'amqp091',
      'dest-uri': uri,
      'dest-queue': to,
      'dest-predeclared': true,
      'ack-mode': 'on-confirm',
      'reconnect-delay': 1,
    };
    return call(target, { method: 'PUT', path: path('parameters/shovel', vhost, name), body: { value } });
  };

  const stopShovel = (target: Target, vhost: string, name: string) =>
    call(target, { method: 'DELETE', path: path('parameters/shovel', vhost, name), expected: [404] });

  async function read(target: Target, vhost: string, queue: string): Promise<Queue | undefined> {
    const answer = await call(target, {
      path: `${path('queues', vhost, queue)}?columns=name,node,auto_delete,arguments`,
      expected: [404],
    });
    return answer.status === 404 ? undefined : parseAnswer(queueAnswer, answer, `the queue ${queue}`);
  }

  /** By exchanges; the one that every queue has by its name is nobody's to change. */
  async function bindingsOf(target: Target, vhost: string, queue: string) {
    const answer = await call(target, { path: `${path('queues', vhost, queue)}/bindings`, expected: [404] });
    const all = answer.status === 404 ? [] : parseAnswer(bindingsAnswer, answer, `the bindings of ${queue}`);
    return all.filter(({ source }) => source !== '');
  }

  async function copyBindings(target: Target, vhost: string, [from, to]: readonly [string, string]): Promise<void> {
    for (const { source, routing_key, arguments: declared } of await bindingsOf(target, vhost, from)) {
      const body = { routing_key, arguments: declared };
      // 404: the exchange has gone meanwhile.
      await call(target, { method: 'POST', path: bindingPath(vhost, source, to), body, expected: [404] });
    }
  }

  async function unbind(target: Target, vhost: string, queue: string): Promise<void> {
    for (const { source, properties_key: key } of await bindingsOf(target, vhost, queue)) {
      // The key is encoded already.
      await call(target, { method: 'DELETE', path: `${bindingPath(vhost, source, queue)}/${encodeURIComponent(key)}`, expected: [404] });
    }
  }

  /** A queue of this name comes to the node that is named when it is declared: as an argument, its users would have to declare that as well. */
  async function placeHere(
    target: Target,
    vhost: string,
    { standIn, name }: { readonly standIn: string; readonly name: string },
  ): Promise<void> {
    const pattern = `^${name.replaceAll(/[^\p{L}\p{N}_ ]/gu, '\\$&')}$`;
    const definition = { 'queue-leader-locator': 'client-local' };
    const body = { pattern, 'apply-to': 'queues', priority: 1_000_000, definition };
    await call(target, { method: 'PUT', path: path('policies', vhost, standIn), body });
  }

  async function placeAnywhere(target: Target, vhost: string, standIn: string): Promise<void> {
    await call(target, { method: 'DELETE', path: path('policies', vhost, standIn), expected: [404] });
  }

  /** @returns whether it is gone; it stays where there are messages */
  async function deleteEmpty(target: Target, vhost: string, queue: string): Promise<boolean> {
    const { status } = await call(target, {
      method: 'DELETE',
      path: `${path('queues', vhost, queue)}?if-empty=true`,
      expected: [400, 404],
    });
    return status !== 400;
  }

  return {
    async beginMove(target: Target, { vhost, queue, standIn, node, sinceMs }: MoveBegin): Promise<void> {
      await permit(target, vhost);
      const found = await read(target, vhost, queue);
      if (found === undefined) return;
      const { 'x-expires': _, ...kept } = found.arguments ?? {};
      const record: MovedQueue = {
        name: queue,
        from: found.node ?? '',
        isAutoDelete: found.auto_delete === true,
        arguments: found.arguments ?? {},
      };
      const declared = { ...kept, ...hereOnly, [recordArgument]: JSON.stringify(record) };
      await call(target, { method: 'PUT', path: path('queues', vhost, standIn), body: { durable: true, node, arguments: declared } });
      await shovel(target, vhost, shovelName({ standIn, way: 'out', sinceMs }), [queue, standIn]);
    },

    async swapQueues(target: Target, { vhost, standIn, outs, sinceMs }: MoveSwap): Promise<void> {
      await permit(target, vhost);
      const standing = await read(target, vhost, standIn);
      const moved = standing && movedQueue(standIn, standing.arguments);
      if (standing === undefined || moved === undefined) return;
      const { name, from } = moved;
      await placeHere(target, vhost, { standIn, name });
      if ((await read(target, vhost, name))?.node === from) {
        // What is published in between goes to the one that stands in.
        await copyBindings(target, vhost, [name, standIn]);
        if (!(await deleteEmpty(target, vhost, name))) {
          await unbind(target, vhost, standIn);
          return placeAnywhere(target, vhost, standIn);
        }
      }
      const body = { durable: true, auto_delete: moved.isAutoDelete, node: standing.node, arguments: moved.arguments };
      // 400: whoever uses it has declared it meanwhile, and otherwise than before.
      await call(target, { method: 'PUT', path: path('queues', vhost, name), body, expected: [400] });
      await placeAnywhere(target, vhost, standIn);
      await copyBindings(target, vhost, [standIn, name]);
      await unbind(target, vhost, standIn);
      for (const out of outs) await stopShovel(target, vhost, shovelName({ standIn, way: 'out', sinceMs: out }));
      await shovel(target, vhost, shovelName({ standIn, way: 'back', sinceMs }), [standIn, name]);
    },

    async endMove(target: Target, { vhost, standIn, shovels, isLast }: MoveEnd): Promise<void> {
      await permit(target, vhost);
      for (const one of shovels) await stopShovel(target, vhost, shovelName({ standIn, ...one }));
      await placeAnywhere(target, vhost, standIn);
      const isGone = await deleteEmpty(target, vhost, standIn);
      if (isGone && isLast) await call(target, { method: 'DELETE', path: path('permissions', vhost, operator), expected: [404] });
    },
  };
}

/** On the node that is named, whatever the cluster's setting for new queues is. */
const hereOnly = { 'x-queue-leader-locator': 'client-local' } as const;

function path(kind: string, vhost: string, name: string): string {
  return `${kind}/${encodeURIComponent(vhost)}/${encodeURIComponent(name)}`;
}

function bindingPath(vhost: string, exchange: string, queue: string): string {
  return `${path('bindings', vhost, 'e')}/${encodeURIComponent(exchange)}/q/${encodeURIComponent(queue)}`;
}
