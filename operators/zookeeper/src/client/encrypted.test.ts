import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type TlsOptions } from 'node:tls';
import { certificateId, issueAuthority, issueCertificate, loadedCertificates, parseCertificates } from '@dataservices/certificates';
import { certificateFileName, trustFileName } from '@dataservices/members';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { askServer } from './ask-server.ts';
import { ZookeeperError } from './zookeeper-error.ts';

const validity = { notBefore: Date.now() - 300_000, notAfter: Date.now() + 3_600_000 };
const domain = 'nodes.shop.svc.cluster.local';

type Pair = { readonly certificate: string; readonly key: string };
let authority: Pair;
let stranger: Pair;
let member: Pair;

beforeAll(async () => {
  authority = await issueAuthority({ commonName: 'own', ...validity });
  stranger = await issueAuthority({ commonName: 'stranger', ...validity });
  member = await issueCertificate({ authority, commonName: 'cart', names: [`*.${domain}`], ...validity });
});

const idOf = ({ certificate }: Pair) => {
  const [parsed] = parseCertificates(certificate, 'it');
  if (parsed === undefined) throw new Error('no certificate');
  return certificateId(parsed);
};

/** A member that answers whatever is asked, by this certificate. */
async function serve(options: TlsOptions = {}) {
  const server = createServer({ cert: member.certificate, key: member.key, ...options }, (socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('Mode: leader\n'));
  }).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => {});
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { pod: 'cart-zookeeper-0', ip: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const access = (changes: object = {}) => ({
  authorities: authority.certificate,
  domain,
  mounted: { trusts: [idOf(authority)] },
  ...changes,
});

test('a member is believed by its certificate, which is what it has loaded', async () => {
  const { text, presented } = await askServer(await serve(), 'srvr', 2_000, access());
  expect(text).toBe('Mode: leader\n');
  if (presented === undefined) throw new Error('nothing was presented');
  const loaded = await loadedCertificates({ pod: 'cart-zookeeper-0', ip: '127.0.0.1', port: 1 }, presented, access(), 2_000);
  expect(loaded).toEqual({
    certificate: certificateFileName({ id: idOf(member), issuer: idOf(authority) }),
    trust: trustFileName([idOf(authority)]),
  });
});

test.for([
  ['another authority', () => access({ authorities: stranger.certificate })],
  ['another name', () => access({ domain: 'elsewhere' })],
] as const)('one of %s is told nothing', async ([, tls]) => {
  const asked = askServer(await serve(), 'srvr', 2_000, tls());
  await expect(asked).rejects.toBeInstanceOf(ZookeeperError);
  await expect(asked).rejects.toMatchObject({ code: 'Unreachable' });
});

test('who has been found to trust the next authority is not tried again; of whom nothing is known nothing is said', async () => {
  const witness = { authority: 'next', ...member };
  const target = { pod: 'cart-zookeeper-0', ip: '127.0.0.1', port: 1 };
  const [presented] = parseCertificates(member.certificate, 'it');
  if (presented === undefined) throw new Error('no certificate');
  const mounted = { trusts: [idOf(authority), 'next'] };
  const look = (proven: Set<string>) => loadedCertificates(target, presented, access({ mounted, witness, proven }), 500);
  // Nobody listens on the port of elections here.
  expect(await look(new Set())).toBeUndefined();
  expect(await look(new Set(['cart-zookeeper-0 127.0.0.1 next']))).toMatchObject({ trust: trustFileName(mounted.trusts) });
});
