import type { ClientCertificate } from '@dataservices/members';
import { expect, test } from 'vitest';
import type { Client, Observed } from '../observed.ts';
import { kafkaCluster, nowMs } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { authorityA, authorityB, encrypted } from '../testing/tls-samples.ts';
import { plan } from './plan.ts';

const dayMs = 86_400_000;
const byCertificate = [{ name: 'robots', port: 9095, authentication: { type: 'Tls' } }] as const;
const byPassword = [{ name: 'apps', port: 9095, authentication: { type: 'ScramSha512' } }] as const;
const certificate: ClientCertificate = {
  id: 'c0ffee',
  issuer: authorityA.id,
  notBefore: nowMs - dayMs,
  notAfter: nowMs + 364 * dayMs,
  names: [],
  pem: 'a certificate',
  key: 'a key',
};

type Input = { readonly listeners?: typeof byCertificate | typeof byPassword; readonly owner?: string; readonly client?: Partial<Client> };

/** A user whose Secret is there, of a cluster that asks for certificates. */
function given({ listeners = byCertificate, owner = 'uid-cart', client = {} }: Input = {}): Observed {
  const cluster = kafkaCluster({ tls: { mode: 'Enabled' }, listeners, users: [{ name: 'shop' }] });
  const ownerReferences = [{ apiVersion: 'v1', kind: 'KafkaCluster', name: 'cart', uid: owner }];
  const metadata = { name: 'cart-kafka-user-shop', uid: 'uid', resourceVersion: '1', ownerReferences };
  const objects = new Map([['Secret/cart-kafka-user-shop', { apiVersion: 'v1', kind: 'Secret', metadata }]]);
  const clients: readonly Client[] = [{ user: 'shop', password: 'pass', known: 'AsWanted', ...client }];
  return encrypted({}, undefined, { cluster, changes: { clients, objects } });
}

const isIssued = (observed: Observed) => decisionOf(observed).actions.includes('issue-client-certificate shop');

test.for([
  ['there is none', given(), true],
  ['it is good', given({ client: { certificate } }), false],
  ['two thirds of its time have passed', given({ client: { certificate: { ...certificate, notBefore: nowMs - 800 * dayMs } } }), true],
  ['another authority signs now', given({ client: { certificate: { ...certificate, issuer: authorityB.id } } }), true],
  ['no listener asks for one', given({ listeners: byPassword }), false],
  ['Kafka does not know the user yet', given({ client: { known: 'Differs' } }), false],
  ['the Secret is that of somebody else', given({ owner: 'uid-mine' }), false],
  ['there is no Secret yet', { ...given(), objects: new Map() }, false],
] as const)('a certificate for a user: %s', ([, observed, expected]) => {
  expect(isIssued(observed)).toBe(expected);
});

test('it is by the authority that signs, for a year', () => {
  const [action] = plan(given()).step?.actions ?? [];
  expect(action).toMatchObject({ authority: authorityA.id, notAfter: Math.min(nowMs + 365 * dayMs, authorityA.notAfter) });
});

test('the authority before is trusted until clients have had time to read theirs anew', () => {
  const rotated = (notBefore: number): Observed => {
    const { tls, ...rest } = given({ client: { certificate: { ...certificate, notBefore } } });
    if (tls === undefined) throw new Error('there is no TLS');
    return { ...rest, tls: { ...tls, authorities: { current: authorityA, previous: [authorityB] } } };
  };
  const isDropped = (observed: Observed) => decisionOf(observed).actions.includes('change-certificates drop-authority');
  expect([isDropped(rotated(nowMs - 29 * dayMs)), isDropped(rotated(nowMs - 31 * dayMs))]).toEqual([false, true]);
});
