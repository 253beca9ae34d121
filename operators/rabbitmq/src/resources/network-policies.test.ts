import type { RabbitmqClusterSpecInput } from '@dataservices/api';
import { operatorPeers, outsidePeer, probeMatrix, prometheusPeer } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { observed, rabbitmqCluster, unreachable } from '../testing/observed-builder.ts';
import { tls } from '../testing/tls-samples.ts';
import { desiredObjects } from './desired.ts';

function objectsOf(spec: RabbitmqClusterSpecInput) {
  const settings = { clusterDomain: 'cluster.local', operatorPeers };
  const changes = { settings, ...(spec.tls?.mode === 'Enabled' && { tls: tls() }) };
  return desiredObjects(observed({ servers: [unreachable], cluster: rabbitmqCluster(spec), changes }));
}

const enabled = { mode: 'Enabled', metrics: [prometheusPeer] } as const;
const streams = [5999, 6000, 6500, 6501];
const plugins = ['rabbitmq_mqtt', 'rabbitmq_stream'] as const;
const among = { 4369: 'members', 25672: 'members', 5999: '', 6000: 'members', 6500: 'members', 6501: '', 1: '' };

test('policies of a cluster', async () => {
  const policies = objectsOf({ networkPolicy: enabled, plugins: [...plugins] }).filter(({ kind }) => kind === 'NetworkPolicy');
  const text = policies.map((object) => stringify(object, { version: '1.1', lineWidth: 0 })).join('---\n');
  await expect(text).toMatchFileSnapshot('../../golden/network-policies.yaml');
});

test('who reaches which port, copies of streams among each other included', () => {
  expect(probeMatrix(objectsOf({ networkPolicy: enabled }), { 'cart-rabbitmq': [...streams, 1883] })).toEqual({
    'cart-rabbitmq': {
      ...among,
      5672: 'members, neighbours',
      15672: 'members, operator, neighbours',
      1883: '',
      15692: 'prometheus',
    },
  });
});

test('with TLS it is about the ports of TLS, and the operator looks at the certificates for nodes', () => {
  const given = objectsOf({ networkPolicy: enabled, tls: { mode: 'Enabled' }, plugins: [...plugins] });
  expect(probeMatrix(given, { 'cart-rabbitmq': [...streams, 5672, 15672, 15692, 1883, 8883, 5551] })).toEqual({
    'cart-rabbitmq': {
      ...among,
      25672: 'members, operator',
      5671: 'members, neighbours',
      15671: 'members, operator, neighbours',
      8883: 'members, neighbours',
      5551: 'members, neighbours',
      15691: 'prometheus',
      5672: '',
      15672: '',
      15692: '',
      1883: '',
    },
  });
});

test('clients who are named, and no others', () => {
  expect(probeMatrix(objectsOf({ networkPolicy: { mode: 'Enabled', clients: [outsidePeer] } }), { 'cart-rabbitmq': streams })).toEqual({
    'cart-rabbitmq': { ...among, 5672: 'outside', 15672: 'operator, outside', 15692: '' },
  });
});

test('there are none by default', () => {
  expect(objectsOf({}).map(({ kind }) => kind)).not.toContain('NetworkPolicy');
});
