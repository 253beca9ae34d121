import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { readCertificates } from './certificate-secrets.ts';
import { certificateId } from './certificate-view.ts';
import { issueAuthority } from './issue-authority.ts';
import { issueCertificate } from './issue-certificate.ts';
import { presentedBy } from './presented-by.ts';
import { tryTrust } from './try-trust.ts';

const validity = { notBefore: Date.now() - 300_000, notAfter: Date.now() + 3_600_000 };
type Pair = { readonly certificate: string; readonly key: string };
let [current, next, member, witness]: Pair[] = [];

beforeAll(async () => {
  current = await issueAuthority({ commonName: 'a', ...validity });
  next = await issueAuthority({ commonName: 'b', ...validity });
  member = await issueCertificate({ authority: current, commonName: 'cart', names: ['cart-0.nodes'], ...validity });
  witness = await issueCertificate({ authority: next, commonName: 'witness', names: ['witness.invalid'], ...validity });
});

/** A server that verifies whoever connects by these authorities. */
async function serve(trusts: string): Promise<number> {
  const server = createServer({ cert: member?.certificate, key: member?.key, requestCert: true, rejectUnauthorized: true, ca: trusts });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

function trial(port: number, servername = 'cart-0.nodes') {
  const authorities = current?.certificate ?? '';
  const shown = { authority: 'next', certificate: witness?.certificate ?? '', key: witness?.key ?? '' };
  return tryTrust({ host: '127.0.0.1', port, servername, authorities, witness: shown, timeoutMs: 2_000 });
}

test('whoever accepts the witness trusts its authority', async () => {
  const both = `${current?.certificate}${next?.certificate}`;
  expect(await trial(await serve(both))).toBe(true);
});

test('one that is not there, or is somebody else, decides nothing', async () => {
  expect(await trial(1)).toBeUndefined();
  expect(await trial(await serve(next?.certificate ?? ''), 'elsewhere')).toBeUndefined();
});

test('what is presented is told apart by its authority', () => {
  const [shown] = readCertificates(member?.certificate);
  const [root] = readCertificates(current?.certificate);
  if (shown === undefined || root === undefined) throw new Error('not made');
  expect(presentedBy(shown, `${next?.certificate}${current?.certificate}`)).toEqual({
    id: certificateId(shown),
    issuer: certificateId(root),
  });
  expect(presentedBy(shown, next?.certificate ?? '')).toBeUndefined();
});
