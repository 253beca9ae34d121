import type { RedisClusterSpecInput } from '@dataservices/api';
import { operatorPeers, outsidePeer, probeMatrix, prometheusPeer } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { ports } from '../names.ts';
import { lobby, observed, redisCluster } from '../testing/observed-builder.ts';
import { desiredObjects } from './desired.ts';

function objectsOf(spec: RedisClusterSpecInput, peers: readonly object[] | 'unknown' = operatorPeers) {
  const settings = { clusterDomain: 'cluster.local', ...(peers !== 'unknown' && { operatorPeers: peers }) };
  return desiredObjects(observed({ servers: [lobby('empty')], sentinels: [], cluster: redisCluster(spec), changes: { settings } }));
}

const enabled = { mode: 'Enabled', metrics: [prometheusPeer] } as const;
const undeclared = { 'cart-redis': [ports.lobby] };

test('policies of a cluster', async () => {
  const policies = objectsOf({ networkPolicy: enabled }).filter(({ kind }) => kind === 'NetworkPolicy');
  const text = policies.map((object) => stringify(object, { version: '1.1', lineWidth: 0 })).join('---\n');
  await expect(text).toMatchFileSnapshot('../../golden/network-policies.yaml');
});

test('who reaches which port: the pods of the namespace, unless it is said otherwise', () => {
  expect(probeMatrix(objectsOf({ networkPolicy: enabled }), undeclared)).toEqual({
    'cart-redis': { 6379: 'members, operator, neighbours', 6380: 'operator', 9121: 'prometheus', 1: '' },
    'cart-redis-sentinel': { 26379: 'members, operator, neighbours', 1: '' },
  });
});

test('nobody but those who keep it going, with empty lists', () => {
  expect(probeMatrix(objectsOf({ networkPolicy: { mode: 'Enabled', clients: [], metrics: [] } }), undeclared)).toEqual({
    'cart-redis': { 6379: 'members, operator', 6380: 'operator', 9121: '', 1: '' },
    'cart-redis-sentinel': { 26379: 'members, operator', 1: '' },
  });
});

test('clients from outside, who are named, and ports of an image of the user', () => {
  const service = {
    type: 'LoadBalancer',
    extraPorts: [
      { name: 'proxy', port: 7000 },
      { name: 'again', port: 6380, targetPort: 'redis' },
      { name: 'exporter', port: 9121 },
    ],
  } as const;
  const given = objectsOf({ service, networkPolicy: { mode: 'Enabled', clients: [outsidePeer] } });
  expect(probeMatrix(given, { 'cart-redis': [ports.lobby, 7000] })).toEqual({
    'cart-redis': { 6379: 'members, operator, outside', 6380: 'operator', 7000: 'outside', 9121: '', 1: '' },
    'cart-redis-sentinel': { 26379: 'members, operator, outside', 1: '' },
  });
});

test.for([
  ['by default', {}, operatorPeers],
  ['while the operator does not know from where it connects', { networkPolicy: enabled }, 'unknown'],
] as const)('there are none %s', ([, spec, peers]) => {
  expect(objectsOf(spec, peers).map(({ kind }) => kind)).not.toContain('NetworkPolicy');
});
