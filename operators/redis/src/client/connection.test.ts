import { once } from 'node:events';
import { type AddressInfo, createServer as createPlainServer } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { issueAuthority, issueCertificate } from '@dataservices/certificates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from './connection.ts';

const validity = { notBefore: Date.now() - 60_000, notAfter: Date.now() + 600_000 };
const domain = 'cart-redis-nodes.shop.svc.cluster.local';
const seen: string[] = [];
let server: Server;
let authorities: readonly string[];

beforeAll(async () => {
  const [own, other] = await Promise.all(['own', 'other'].map((commonName) => issueAuthority({ commonName, ...validity })));
  if (own === undefined || other === undefined) throw new Error('not made');
  authorities = [own.certificate, other.certificate];
  const { certificate, key } = await issueCertificate({ authority: own, commonName: 'cart', names: [`*.${domain}`], ...validity });
  // Says OK to everything, as far as a client of Redis can tell.
  server = createServer({ cert: certificate, key, maxVersion: 'TLSv1.3' }, (socket) => {
    socket.on('data', (data) => {
      seen.push(data.toString());
      for (const _ of data.toString().matchAll(/\*\d+\r\n/g)) socket.write('+OK\r\n');
    });
    socket.on('error', () => {});
  }).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => {});
  await once(server, 'listening');
});

afterAll(() => void server.close());

function ping(access: { readonly authorities: string; readonly domain: string }): Promise<unknown> {
  const target = { pod: 'cart-redis-0', ip: '127.0.0.1', port: (server.address() as AddressInfo).port };
  return withConnection(target, { username: 'operator', password: 'secret', tls: access }, (connection) => connection.call('PING'));
}

test('a server is verified by the authorities of its cluster and by its announced name, whatever its address', async () => {
  expect(await ping({ authorities: authorities[0] ?? '', domain })).toBe('OK');
});

test.for([
  ['signed by another authority', () => ({ authorities: authorities[1] ?? '', domain })],
  ['for another name', () => ({ authorities: authorities[0] ?? '', domain: 'elsewhere' })],
] as const)('a certificate that is %s is told from a server that does not answer, and no password is sent', async ([, access]) => {
  seen.length = 0;
  await expect(ping(access())).rejects.toMatchObject({ code: 'Untrusted' });
  expect(seen).toEqual([]);
});

test('a second error of a connection, such as an alert of the server, does not end the process', async () => {
  const target = { pod: 'cart-redis-0', ip: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const tls = { authorities: authorities[0] ?? '', domain };
  const answer = await withConnection(target, { username: 'operator', password: 'secret', tls }, async (connection) => {
    for (const text of ['first', 'second', 'third']) connection.stream.emit('error', new Error(text));
    return connection.status;
  });
  expect(answer).toBeDefined();
});

/** Takes connections and says nothing, as a process that hangs does. */
async function silentServer(): Promise<{ readonly port: number; readonly end: () => void }> {
  const server = createPlainServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {}).resume();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, end: () => server.close() };
}

test('a server that hangs is given up when its time is over, and not when it agrees to', async () => {
  const { port, end } = await silentServer();
  const begunMs = performance.now();
  const asked = withConnection({ pod: 'p', ip: '127.0.0.1', port }, { username: 'u', password: 'p' }, (one) => one.call('PING'), 200);
  await expect(asked).rejects.toMatchObject({ code: 'Timeout' });
  // ioredis waits for two seconds for the other side to close what it has closed.
  expect(performance.now() - begunMs).toBeLessThan(1_500);
  end();
});

/** Takes one password alone. */
async function startPicky(password: string): Promise<{ readonly port: number; readonly end: () => void }> {
  const picky = createPlainServer((socket) => {
    let isIn = false;
    socket
      .on('error', () => {})
      .on('data', (data) => {
        for (const command of data.toString().match(/auth[\s\S]*?(?=\*|$)|ping/gi) ?? []) {
          if (/auth/i.test(command)) isIn = command.includes(`\r\n${password}\r\n`);
          socket.write(isIn ? '+OK\r\n' : '-WRONGPASS invalid username-password pair or user is disabled.\r\n');
        }
      });
  }).listen(0, '127.0.0.1');
  await once(picky, 'listening');
  return { port: (picky.address() as AddressInfo).port, end: () => picky.close() };
}

test.for([
  ['that is refused is told from a server that cannot be reached', 'other', [], { code: 'WrongPassword' }],
  ['that is refused by a server which has started with the one before is tried after it', 'old', ['old'], 'OK'],
  ['of no generation lets nobody in', 'other', ['old', 'next'], { code: 'WrongPassword' }],
] as const)('a password %s', async ([, accepted, others, expected]) => {
  const { port, end } = await startPicky(accepted);
  const login = { username: 'operator', password: 'new', others };
  const answer = await withConnection({ pod: 'p', ip: '127.0.0.1', port }, login, (one) => one.call('PING')).catch((error) => error);
  if (typeof expected === 'string') expect(answer).toBe(expected);
  else expect(answer).toMatchObject(expected);
  end();
});
