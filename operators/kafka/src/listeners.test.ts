import type { KafkaClusterSpecInput } from '@dataservices/api';
import { expect, test } from 'vitest';
import { bindingListener, isTold, listenersOf } from './listeners.ts';
import { kafkaCluster } from './testing/observed-builder.ts';

const apps = { name: 'apps', port: 9095 };
const scram = { type: 'ScramSha512' } as const;

test.for<readonly [string, KafkaClusterSpecInput, readonly string[]]>([
  ['one that nobody asked for', {}, ['CLIENTS PLAINTEXT 9092']],
  ['TLS for all that do not say otherwise', { tls: { mode: 'Enabled' } }, ['CLIENTS SSL 9092']],
  [
    'one without TLS beside one with it',
    { tls: { mode: 'Enabled' }, listeners: [apps, { name: 'old', port: 9096, tls: { mode: 'Disabled' } }] },
    ['APPS SSL 9095', 'OLD PLAINTEXT 9096'],
  ],
  ['passwords', { listeners: [{ ...apps, authentication: scram }] }, ['APPS SASL_PLAINTEXT 9095']],
  ['passwords with TLS', { tls: { mode: 'Enabled' }, listeners: [{ ...apps, authentication: scram }] }, ['APPS SASL_SSL 9095']],
  ['certificates', { tls: { mode: 'Enabled' }, listeners: [{ ...apps, authentication: { type: 'Tls' } }] }, ['APPS SSL 9095']],
])('what Kafka is asked for: %s', ([, spec, expected]) => {
  expect(listenersOf(kafkaCluster(spec)).map(({ kafkaName, protocol, port }) => `${kafkaName} ${protocol} ${port}`)).toEqual(expected);
});

test.for<readonly [string, NonNullable<KafkaClusterSpecInput['listeners']>, boolean]>([
  ['the names of pods', [apps], false],
  ['a port of its own', [{ ...apps, advertised: { port: 19_095 } }], true],
  ['a name of its own', [{ ...apps, advertised: { host: 'b{ordinal}' } }], true],
  ['ports of nodes', [{ ...apps, type: 'NodePort' }], true],
])('whether brokers have to be told their address: %s', ([, listeners, expected]) => {
  expect(listenersOf(kafkaCluster({ listeners })).map(isTold)).toEqual([expected]);
});

test('the binding leads to a listener for the same Kubernetes cluster, where there is one', () => {
  const outside = { name: 'outside', port: 9094, type: 'NodePort' } as const;
  expect(bindingListener(kafkaCluster({ listeners: [outside, apps] })).name).toBe('apps');
  expect(bindingListener(kafkaCluster({ listeners: [outside] })).name).toBe('outside');
});
