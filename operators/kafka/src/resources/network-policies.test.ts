import type { KafkaClusterSpecInput } from '@dataservices/api';
import { operatorPeers, outsidePeer, probeMatrix, prometheusPeer } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { kafkaCluster, observed } from '../testing/observed-builder.ts';
import { tls } from '../testing/tls-samples.ts';
import { desiredObjects } from './desired.ts';

function objectsOf(spec: KafkaClusterSpecInput) {
  const settings = { clusterDomain: 'cluster.local', operatorPeers };
  const changes = { settings, ...(spec.tls?.mode === 'Enabled' && { tls: tls() }) };
  return desiredObjects(observed({ cluster: kafkaCluster(spec), kafka: undefined, quorum: undefined, changes }));
}

const enabled = { mode: 'Enabled', metrics: [prometheusPeer] } as const;
const listeners: KafkaClusterSpecInput['listeners'] = [
  { name: 'clients', port: 9092 },
  { name: 'outside', port: 9094, type: 'NodePort' },
];

test('policies of a cluster', async () => {
  const policies = objectsOf({ networkPolicy: enabled }).filter(({ kind }) => kind === 'NetworkPolicy');
  const text = policies.map((object) => stringify(object, { version: '1.1', lineWidth: 0 })).join('---\n');
  await expect(text).toMatchFileSnapshot('../../golden/network-policies.yaml');
});

test.for(['Disabled', 'Enabled'] as const)('who reaches which port, with TLS %s', (mode) => {
  expect(probeMatrix(objectsOf({ networkPolicy: enabled, tls: { mode } }))).toEqual({
    'cart-kafka': { 9092: 'members, neighbours', 9091: 'members, operator', 9404: 'prometheus', 1: '' },
    'cart-kafka-controller': { 9093: 'members, operator', 9404: 'prometheus', 1: '' },
  });
});

test('clients who are named reach every listener, and nothing else', () => {
  expect(probeMatrix(objectsOf({ listeners, networkPolicy: { mode: 'Enabled', clients: [outsidePeer] } }))).toEqual({
    'cart-kafka': { 9092: 'outside', 9094: 'outside', 9091: 'members, operator', 9404: '', 1: '' },
    'cart-kafka-controller': { 9093: 'members, operator', 9404: '', 1: '' },
  });
});

test('there are none by default', () => {
  expect(objectsOf({}).map(({ kind }) => kind)).not.toContain('NetworkPolicy');
});
