import type { StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { unwantedNetworkPolicies } from './unwanted-network-policies.ts';

function stored(kind: string, name: string, owner: string | undefined): [string, StoredObject] {
  const ownerReferences =
    owner === undefined ? [] : [{ apiVersion: 'v1', kind: 'RedisCluster', name: 'cart', uid: owner, controller: true }];
  return [`${kind}/${name}`, { apiVersion: 'v1', kind, metadata: { name, uid: `uid-${name}`, resourceVersion: '1', ownerReferences } }];
}

const objects = new Map([
  stored('NetworkPolicy', 'mine', 'cart'),
  stored('NetworkPolicy', 'of-another-cluster', 'other'),
  stored('NetworkPolicy', 'of-nobody', undefined),
  stored('Service', 'mine', 'cart'),
]);

function unwanted(mode: 'Enabled' | 'Disabled'): readonly string[] {
  const cluster = {
    apiVersion: 'v1',
    kind: 'RedisCluster',
    metadata: { name: 'cart', uid: 'cart', resourceVersion: '1' },
    spec: { networkPolicy: { mode } },
  };
  return unwantedNetworkPolicies({ cluster, objects }).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

test('only policies that the cluster itself has made go', () => {
  expect(unwanted('Disabled')).toEqual(['NetworkPolicy mine']);
});

test('none goes while they are asked for, whether or not this operator can make them', () => {
  expect(unwanted('Enabled')).toEqual([]);
});
