import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { expect, test } from 'vitest';
import { probeReach } from './reach.ts';

async function listen(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

test('somebody listens, and then nobody does any more', async () => {
  const { server, port } = await listen();
  expect(await probeReach({ ip: '127.0.0.1', port }, 5_000)).toBe('accepts');
  server.close();
  await once(server, 'close');
  expect(await probeReach({ ip: '127.0.0.1', port }, 5_000)).toBe('refuses');
});

/** Listens in a process of its own that never comes to accept: the kernel does, until its queue is full. */
const hangs = `
  const server = require('node:net').createServer();
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
    require('node:fs').writeSync(1, server.address().port + '\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

test('a process that hangs takes connections, and nothing comes back where a machine takes none', async () => {
  const child = spawn(process.execPath, ['-e', hangs], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const port = Number(line.toString());
    expect(await probeReach({ ip: '127.0.0.1', port }, 5_000)).toBe('accepts');
    const waiting = Array.from({ length: 5 }, () => connect({ host: '127.0.0.1', port }).on('error', () => {}));
    expect(await probeReach({ ip: '127.0.0.1', port }, 300)).toBe('silent');
    for (const socket of waiting) socket.destroy();
  } finally {
    child.kill('SIGKILL');
  }
});
