import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Target } from '../views.ts';
import { array, encode, int16, int32, struct } from '../wire/codec.ts';

/** What a node does with a request: answers with these bytes, says nothing, or hangs up. */
export type Reply = Buffer | 'hang' | 'close';

export type ScriptedNode = {
  readonly target: Target;
  /** Names of the calls that it was asked for, in their order. */
  readonly asked: string[];
  readonly connections: () => number;
};

export type Scripted = {
  readonly api: { readonly key: number; readonly name: string; readonly versions: readonly { readonly version: number }[] };
  readonly reply: () => Reply;
};

const apiVersionsKey = 18;
const apiVersionsBody = struct({ error: int16, apis: array(struct({ key: int16, min: int16, max: int16 })), throttleMs: int32 });

/** A server that speaks of Kafka's protocol what the test says, and ends with the test. */
export async function scriptedNode(nodeId: number, replies: readonly Scripted[]): Promise<ScriptedNode> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();

  function reply(key: number): Reply {
    if (key === apiVersionsKey) {
      const apis = replies.map(({ api }) => ({ key: api.key, min: 0, max: Math.max(...api.versions.map(({ version }) => version)) }));
      return encode(apiVersionsBody, { error: 0, apis: [{ key: apiVersionsKey, min: 0, max: 4 }, ...apis], throttleMs: 0 });
    }
    const found = replies.find(({ api }) => api.key === key);
    if (found === undefined) return 'close';
    asked.push(found.api.name);
    return found.reply();
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let waiting = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= 4 && waiting.length >= 4 + waiting.readInt32BE(0)) {
        const message = waiting.subarray(4, 4 + waiting.readInt32BE(0));
        waiting = waiting.subarray(4 + message.length);
        answer(socket, message.readInt32BE(4), reply(message.readInt16BE(0)));
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { target: { nodeId, pod: `kafka-${nodeId}`, ip: '127.0.0.1', port }, asked, connections: () => sockets.size };
}

function answer(socket: Socket, correlation: number, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'close') return void socket.destroy();
  const head = Buffer.alloc(8);
  head.writeInt32BE(reply.length + 4, 0);
  head.writeInt32BE(correlation, 4);
  socket.write(Buffer.concat([head, reply]));
}

/** An answer as Kafka's own client would read it. @param bytes in hexadecimal, without the header */
export function replyOf(bytes: string): Buffer {
  return Buffer.from(`00${bytes}`, 'hex');
}
