import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { type Connection, openConnection } from './connection.ts';
import { FrameSplitter, JuteReader, JuteWriter } from './jute.ts';
import { getData, logIn, setData } from './operations.ts';
import type { SessionKey } from './session-grant.ts';

type Request = { readonly xid: number; readonly type: number };

const grant = (timeoutMs: number) => new JuteWriter().int(0).int(timeoutMs).long(77n).buffer(Buffer.alloc(16, 7)).bool(false).frame();

function answer({ xid }: Request, code = 0, zxid = 5n): JuteWriter {
  return new JuteWriter().int(xid).long(zxid).int(code);
}

/** A server that grants a session, and lets the test answer each request. */
async function serve(onRequest: (socket: Socket, request: Request) => void, first = grant(4_000)) {
  const hellos: Buffer[] = [];
  const server = createServer((socket) => {
    const splitter = new FrameSplitter();
    let isGreeted = false;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      for (const message of splitter.push(bytes)) {
        const reader = new JuteReader(message);
        if (isGreeted) onRequest(socket, { xid: reader.int(), type: reader.int() });
        else {
          hellos.push(message);
          socket.write(first);
        }
        isGreeted = true;
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const open = (session?: SessionKey) =>
    openConnection({ host: '127.0.0.1', port, sessionTimeoutMs: 4_000, connectTimeoutMs: 2_000, ...(session && { session }) });
  return { open, hellos };
}

async function connected(onRequest: (socket: Socket, request: Request) => void, first?: Buffer): Promise<Connection> {
  const opened = await (await serve(onRequest, first)).open();
  if (opened === 'expired' || opened === 'unreachable') throw new Error(opened);
  onTestFinished(() => opened.destroy());
  return opened;
}

test('calls are answered in their order, each with its own code', async () => {
  const connection = await connected((socket, request) => socket.write(answer(request, request.xid === 2 ? -103 : 0).frame()));
  const calls = [setData('/a', '', -1), setData('/a', '', 7), setData('/a', '', -1), logIn('super', 'secret')];
  const codes = (await Promise.all(calls.map((call) => connection.call(call)))).map(({ code }) => code);
  expect(codes).toEqual([0, -103, 0, 0]);
});

test('a node is read with its version', async () => {
  const connection = await connected((socket, request) => {
    const stat = answer(request).text('held').long(1n).long(2n).long(3n).long(4n).int(9);
    socket.write(stat.frame());
  });
  expect(await connection.call(getData('/a'))).toEqual({ code: 0, value: { data: 'held', version: 9 } });
});

test('a lost connection answers what waits, and refuses what comes later without sending it', async () => {
  const connection = await connected((socket) => socket.resetAndDestroy());
  expect(await connection.call(setData('/a', '', -1))).toEqual({ code: -4 });
  await connection.closed;
  expect(await connection.call(setData('/a', '', -1))).toEqual({ code: -9 });
});

test('an answer to another call is not taken for this one', async () => {
  const connection = await connected((socket, { type }) => socket.write(answer({ xid: 99, type }).frame()));
  expect(await connection.call(setData('/a', '', -1))).toEqual({ code: -4 });
});

test('a server that falls silent is left before the session expires', async () => {
  const connection = await connected(() => {}, grant(300));
  await connection.closed;
});

test('pings keep a quiet connection, and are no answers', async () => {
  let pings = 0;
  const connection = await connected((socket, request) => {
    if (request.type === 11) pings += 1;
    socket.write(answer(request).frame());
  }, grant(900));
  await expect.poll(() => pings, { timeout: 5_000 }).toBeGreaterThan(3);
  expect(await connection.call(setData('/a', '', -1))).toEqual({ code: 0, value: undefined });
});

test('another connection goes on with the session, and with what it has seen', async () => {
  const { open, hellos } = await serve((socket, request) => socket.write(answer(request, 0, 42n).frame()));
  const first = await open();
  if (first === 'expired' || first === 'unreachable') throw new Error(first);
  await first.call(setData('/a', '', -1));
  first.destroy();
  const second = await open(first.key());
  if (second !== 'expired' && second !== 'unreachable') second.destroy();
  const hello = new JuteReader(hellos[1] ?? Buffer.alloc(0));
  expect([hello.int(), hello.long(), hello.int(), hello.long()]).toEqual([0, 42n, 4_000, 77n]);
});

test('a session that is over is told from a server that is not there', async () => {
  expect(await (await serve(() => {}, grant(0))).open()).toBe('expired');
  expect(await openConnection({ host: '127.0.0.1', port: 1, sessionTimeoutMs: 4_000, connectTimeoutMs: 2_000 })).toBe('unreachable');
  expect(await (await serve(() => {}, Buffer.from('HTTP/1.1 400'))).open()).toBe('unreachable');
});
