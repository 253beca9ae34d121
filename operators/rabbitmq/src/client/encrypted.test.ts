import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  certificateId,
  issueAuthority,
  issueCertificate,
  loadedCertificates,
  parseCertificates,
  type TlsAccess,
} from '@dataservices/certificates';
import { certificateFileName, trustFileName } from '@dataservices/members';
import { createPatience } from '@dataservices/reconcile';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { connectRabbitmq } from './connect-rabbitmq.ts';
import type { Target } from './port.ts';

const validity = { notBefore: Date.now() - 300_000, notAfter: Date.now() + 3_600_000 };
const domain = 'nodes.shop.svc.cluster.local';

type Pair = { readonly certificate: string; readonly key: string };
let authority: Pair;
let stranger: Pair;
let node: Pair;

beforeAll(async () => {
  authority = await issueAuthority({ commonName: 'own', ...validity });
  stranger = await issueAuthority({ commonName: 'stranger', ...validity });
  node = await issueCertificate({ authority, commonName: 'cart', names: [`*.${domain}`], ...validity });
});

function parsed({ certificate }: Pair) {
  const [first] = parseCertificates(certificate, 'it');
  if (first === undefined) throw new Error('no certificate');
  return first;
}

const idOf = (pair: Pair) => certificateId(parsed(pair));

const answers: Readonly<Record<string, object>> = {
  overview: { rabbitmq_version: '4.3.6', node: 'rabbit@a' },
  nodes: [{ name: 'rabbit@a', running: true }],
  health: { status: 'ok' },
};

async function serve(): Promise<Target> {
  const server = createServer({ cert: node.certificate, key: node.key }, (request, response) => {
    const [, , kind = ''] = new URL(request.url ?? '', 'https://node').pathname.split('/');
    response.end(JSON.stringify(answers[kind]));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { pod: 'cart-rabbitmq-0', ip: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const access = (changes: Partial<TlsAccess> = {}): TlsAccess => ({
  authorities: authority.certificate,
  domain,
  mounted: { trusts: [idOf(authority)] },
  ...changes,
});

const connection = (tls: TlsAccess) => connectRabbitmq({ username: 'operator', password: 'secret', tls }, createPatience());

test('a node is believed by its certificate, which is what it has loaded', async () => {
  expect(await connection(access()).observeNode(await serve())).toMatchObject({
    state: 'serving',
    loaded: {
      certificate: certificateFileName({ id: idOf(node), issuer: idOf(authority) }),
      trust: trustFileName([idOf(authority)]),
    },
  });
});

test.for([
  ['another authority', () => access({ authorities: stranger.certificate })],
  ['another name', () => access({ domain: 'elsewhere' })],
] as const)('one of %s is told nothing', async ([, tls]) => {
  const target = await serve();
  expect(await connection(tls()).observeNode(target)).toEqual({ state: 'unreachable', error: 'not reachable' });
  await expect(connection(tls()).rebalance(target)).rejects.toMatchObject({ code: 'Unreachable' });
});

test('who has been found to trust the next authority is not tried again; of whom nothing is known nothing is said', async () => {
  const witness = { authority: 'next', ...node };
  // Nobody listens on the port of nodes here.
  const target = { pod: 'cart-rabbitmq-0', ip: '127.0.0.1', port: 1 };
  const mounted = { trusts: [idOf(authority), 'next'] };
  const look = (proven: Set<string>) => loadedCertificates(target, parsed(node), access({ mounted, witness, proven }), 500);
  expect(await look(new Set())).toBeUndefined();
  expect(await look(new Set(['cart-rabbitmq-0 127.0.0.1 next']))).toMatchObject({ trust: trustFileName(mounted.trusts) });
});
