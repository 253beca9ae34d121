import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { issueAuthority, issueCertificate } from '@dataservices/certificates';
import { expect, onTestFinished, test } from 'vitest';
import { connectKafka } from './connect-kafka.ts';

const now = Date.now();
const dayMs = 86_400_000;

test('a server whose certificate has expired is not talked to, and is told from one that does not answer', async () => {
  const authority = await issueAuthority({ commonName: 'own', notBefore: now - 3 * dayMs, notAfter: now + dayMs });
  const past = { notBefore: now - 2 * dayMs, notAfter: now - dayMs };
  const { certificate, key } = await issueCertificate({ authority, commonName: 'nodes', names: ['kafka-0.nodes'], ...past });
  const server = createServer({ cert: certificate, key }, (socket) => void socket.on('error', () => {})).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => {});
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const target = { nodeId: 0, pod: 'kafka-0', ip: '127.0.0.1', port, serverName: 'kafka-0.nodes' };
  const admin = connectKafka({ brokers: [target], tls: { authorities: authority.certificate } });
  onTestFinished(async () => {
    await admin.close();
    server.close();
  });
  expect(await admin.observeNode(target)).toEqual({
    state: 'unreachable',
    error: 'presents a certificate that has expired',
    isExpired: true,
  });
  await expect(admin.describeCluster()).rejects.toMatchObject({ code: 'Expired' });
});
