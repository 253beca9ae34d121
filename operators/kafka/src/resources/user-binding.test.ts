import type { KafkaClusterSpecInput } from '@dataservices/api';
import { expect, test } from 'vitest';
import type { Client } from '../observed.ts';
import { kafkaCluster, observed } from '../testing/observed-builder.ts';
import { bindingSecrets } from './binding-secret.ts';

const scram = { authentication: { type: 'ScramSha512' } } as const;
const plain = { name: 'clients', port: 9092 };

type Stored = { readonly metadata: { readonly name: string }; readonly data: Readonly<Record<string, string>> };

/** What the clients of the user shop are shown. */
function bindingOf(spec: KafkaClusterSpecInput, client: Partial<Client> = {}): Readonly<Record<string, string>> | undefined {
  const cluster = kafkaCluster({ users: [{ name: 'shop' }], ...spec });
  const clients: readonly Client[] = [{ user: 'shop', password: 'pass', known: 'AsWanted', ...client }];
  const secrets = bindingSecrets(observed({ cluster, changes: { clients } })) as unknown as readonly Stored[];
  const found = secrets.find(({ metadata }) => metadata.name === 'cart-kafka-user-shop');
  return found && Object.fromEntries(Object.entries(found.data).map(([key, value]) => [key, atob(value)]));
}

test('the binding of a user leads to a listener that asks for its password', () => {
  const binding = bindingOf({ replicas: 1, listeners: [plain, { name: 'apps', port: 9095, ...scram }] });
  expect(binding).toMatchObject({
    port: '9095',
    'bootstrap-servers': 'cart-kafka-0.cart-kafka-nodes.shop.svc.cluster.local:9095',
    'security-protocol': 'SASL_PLAINTEXT',
    'sasl-mechanism': 'SCRAM-SHA-512',
    username: 'shop',
    password: 'pass',
  });
  expect(Object.keys(binding ?? {}).filter((key) => key.startsWith('clients.'))).toEqual([]);
});

test('there is none without such a listener', () => {
  expect(bindingOf({ listeners: [plain] })).toBeUndefined();
});

const tls = { authentication: { type: 'Tls' } } as const;
const certificate = { id: 'c0ffee', issuer: 'a', notBefore: 0, notAfter: 1, names: [], pem: 'certificate\n', key: 'key\n' };

test('the binding of a user has its certificate where a listener asks for one', () => {
  const spec = { tls: { mode: 'Enabled' }, listeners: [plain, { name: 'robots', port: 9095, ...tls }] } as const;
  const binding = bindingOf(spec, { certificate });
  expect(binding).toMatchObject({
    port: '9095',
    'security-protocol': 'SSL',
    username: 'shop',
    'user.crt': 'certificate\n',
    'user.key': 'key\n',
    'user.pem': 'key\ncertificate\n',
  });
  expect(Object.keys(binding ?? {})).not.toEqual(expect.arrayContaining(['password', 'sasl-mechanism']));
});

test('with both, it leads to the listener that asks for a password, and names the other', () => {
  const listeners = [
    { name: 'robots', port: 9095, ...tls },
    { ...plain, ...scram },
  ] as const;
  expect(bindingOf({ tls: { mode: 'Enabled' }, listeners }, { certificate })).toMatchObject({
    port: '9092',
    password: 'pass',
    'robots.security-protocol': 'SSL',
    'user.crt': 'certificate\n',
  });
});

test('a certificate of former days is not shown when no listener asks for one', () => {
  expect(bindingOf({ listeners: [{ ...plain, ...scram }] }, { certificate })).not.toHaveProperty(['user.crt']);
});

test.for(['Differs', 'Unknown'] as const)('there is none while Kafka does not know the user for certain: %s', (known) => {
  expect(bindingOf({ listeners: [{ ...plain, ...scram }] }, { known })).toBeUndefined();
});

test('a password that a person chose stays one word for Java', () => {
  const login = bindingOf({ listeners: [{ ...plain, ...scram }] }, { password: 'a"b\\c' })?.['sasl-jaas-config'];
  expect(login).toBe('org.apache.kafka.common.security.scram.ScramLoginModule required username="shop" password="a\\"b\\\\c";');
});
