import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { askServer } from './ask-server.ts';
import type { Target } from './port.ts';

let server: Server;

afterEach(() => {
  server.close();
});

async function serve(onConnection: (socket: Socket) => void): Promise<Target> {
  server = createServer(onConnection).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { pod: 'cart-zookeeper-0', ip: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

test('the answer is whole, in however many pieces it comes', async () => {
  const target = await serve((socket) => {
    socket.setEncoding('utf8').once('data', (command: string) => {
      socket.write(`${command}: `);
      setImmediate(() => socket.end('all of it'));
    });
  });
  expect(await askServer(target, 'srvr', 2_000)).toEqual({ text: 'srvr: all of it' });
});

test('a server that hangs costs no more than the time given, and its connection is closed', async () => {
  const closed = Promise.withResolvers<void>();
  const target = await serve((socket) => {
    socket.on('close', () => closed.resolve());
    socket.resume();
  });
  await expect(askServer(target, 'srvr', 50)).rejects.toMatchObject({ code: 'Timeout' });
  await closed.promise;
});

test('nobody there is another error than silence', async () => {
  const target = await serve(() => {});
  server.close();
  await expect(askServer(target, 'srvr', 2_000)).rejects.toMatchObject({ code: 'Unreachable' });
});

test('a connection that is cut is no answer', async () => {
  const target = await serve((socket) => {
    socket.once('data', () => socket.resetAndDestroy());
  });
  await expect(askServer(target, 'srvr', 2_000)).rejects.toMatchObject({ code: 'Unreachable' });
});

test('a command that is not allowed says where to allow it', async () => {
  const target = await serve((socket) => {
    socket.once('data', (command) => socket.end(`${command} is not executed because it is not in the whitelist.`));
  });
  await expect(askServer(target, 'mntr', 2_000)).rejects.toThrow('4lw.commands.whitelist');
});

test('a stream without an end is not collected', async () => {
  const target = await serve((socket) => {
    socket.on('error', () => {});
    const flood = () => {
      while (!socket.destroyed && socket.write('x'.repeat(65_536)));
    };
    socket.on('drain', flood);
    flood();
  });
  await expect(askServer(target, 'srvr', 5_000)).rejects.toMatchObject({ code: 'Refused' });
});
