import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { waitFor } from '@dataservices/testing';
import { afterEach, expect, test } from 'vitest';
import { keepVigil, type Vigil } from './vigil.ts';

const vigils: Vigil[] = [];

afterEach(() => {
  for (const vigil of vigils.splice(0)) vigil.close();
});

/** Enough of a server to log in at and to be pinged; it can hang, and end. */
async function startServer(port = 0) {
  const sockets = new Set<Socket>();
  let hangs = false;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    // Who hangs does not close what the other side has closed.
    socket.on('end', () => hangs || socket.end());
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.on('data', (data) => {
      if (hangs) return;
      for (const command of data.toString().match(/auth|ping/gi) ?? []) socket.write(/auth/i.test(command) ? '+OK\r\n' : '+PONG\r\n');
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => sockets.size,
    hang: (isHanging: boolean) => {
      hangs = isHanging;
    },
    async end() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function watch(port: number): { readonly vigil: Vigil; readonly changes: boolean[] } {
  const changes: boolean[] = [];
  const vigil = keepVigil({ pod: 'cart-redis-0', ip: '127.0.0.1', port }, { username: 'operator', password: 'p' }, () =>
    changes.push(vigil.isLost()),
  );
  vigils.push(vigil);
  return { vigil, changes };
}

const told = (changes: readonly boolean[], ...expected: boolean[]) =>
  waitFor(`to be told ${expected}`, async () => JSON.stringify(changes) === JSON.stringify(expected), {
    timeoutMs: 20_000,
    intervalMs: 10,
  });

test('a process that ends is told of, and so is the one that comes after it', async () => {
  const first = await startServer();
  const { vigil, changes } = watch(first.port);
  await waitFor('a connection', async () => first.connections() > 0, { timeoutMs: 20_000 });
  expect(vigil.isLost()).toBe(false);
  await first.end();
  await told(changes, true);
  const second = await startServer(first.port);
  await told(changes, true, false);
  await second.end();
});

test('a process that hangs takes connections, and is lost until it answers', async () => {
  const server = await startServer();
  const { changes } = watch(server.port);
  await waitFor('a connection', async () => server.connections() > 0, { timeoutMs: 20_000 });
  server.hang(true);
  const begunMs = performance.now();
  await told(changes, true);
  expect(performance.now() - begunMs).toBeLessThan(2_000);
  await waitFor('another connection', async () => server.connections() > 0, { timeoutMs: 20_000 });
  expect(changes).toEqual([true]);
  server.hang(false);
  await told(changes, true, false);
  await server.end();
});

test('what is not watched any more has no connection, and is told of no more', async () => {
  const server = await startServer();
  const { vigil, changes } = watch(server.port);
  await waitFor('a connection', async () => server.connections() > 0, { timeoutMs: 20_000 });
  vigil.close();
  await waitFor('its end', async () => server.connections() === 0, { timeoutMs: 20_000 });
  expect(changes).toEqual([]);
  await server.end();
});
