import type { ZookeeperClusterSpecInput } from '@dataservices/api';
import { operatorPeers, outsidePeer, probeMatrix, prometheusPeer } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { observed, unreachable, zookeeperCluster } from '../testing/observed-builder.ts';
import { tls } from '../testing/tls-samples.ts';
import { desiredObjects } from './desired.ts';

function objectsOf(spec: ZookeeperClusterSpecInput) {
  const settings = { clusterDomain: 'cluster.local', operatorPeers };
  const changes = { settings, ...(spec.tls?.mode === 'Enabled' && { tls: tls() }) };
  return desiredObjects(observed({ servers: [unreachable], cluster: zookeeperCluster(spec), changes }));
}

const enabled = { mode: 'Enabled', metrics: [prometheusPeer] } as const;

test('policies of an ensemble', async () => {
  const policies = objectsOf({ networkPolicy: enabled }).filter(({ kind }) => kind === 'NetworkPolicy');
  const text = policies.map((object) => stringify(object, { version: '1.1', lineWidth: 0 })).join('---\n');
  await expect(text).toMatchFileSnapshot('../../golden/network-policies.yaml');
});

test.for([
  ['without TLS', 'Disabled', 'members'],
  ['with TLS the operator looks at the certificates for members', 'Enabled', 'members, operator'],
] as const)('who reaches which port: %s', ([, mode, election]) => {
  expect(probeMatrix(objectsOf({ networkPolicy: enabled, tls: { mode } }))).toEqual({
    'cart-zookeeper': { 2181: 'members, operator, neighbours', 2888: 'members', 3888: election, 7000: 'prometheus', 1: '' },
  });
});

test('clients who are named, and no others', () => {
  expect(probeMatrix(objectsOf({ networkPolicy: { mode: 'Enabled', clients: [outsidePeer] } }))).toEqual({
    'cart-zookeeper': { 2181: 'operator, outside', 2888: 'members', 3888: 'members', 7000: '', 1: '' },
  });
});

test('there are none by default', () => {
  expect(objectsOf({}).map(({ kind }) => kind)).not.toContain('NetworkPolicy');
});
