import { expect, test } from 'vitest';
import { retention } from './retention.ts';

const owner = {
  apiVersion: 'dataservices.dev/v1alpha1',
  kind: 'RedisCluster',
  metadata: { name: 'cart', namespace: 'shop', uid: 'o', resourceVersion: '1' },
};
const reference = { apiVersion: owner.apiVersion, kind: owner.kind, name: 'cart', uid: 'o' };

function aClaim(metadata: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-0', namespace: 'shop', uid: 'c', resourceVersion: '1', ...metadata },
  };
}

const applied = (ownerReferences: readonly object[]) => [
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data-0', namespace: 'shop', uid: 'c', ownerReferences } },
];

test.for([
  ['to go with the cluster', 'Delete', {}, applied([reference])],
  ['to be kept, as it is', 'Retain', {}, []],
  ['to be kept from now on', 'Retain', { ownerReferences: [reference] }, applied([])],
  ['owned by another of the same name', 'Retain', { ownerReferences: [{ ...reference, uid: 'other' }] }, []],
  ['going already', 'Delete', { deletionTimestamp: '2026-01-01T00:00:00Z' }, []],
] as const)('%s', ([, whenDeleted, metadata, expected]) => {
  expect(retention({ owner, whenDeleted, kept: [aClaim(metadata)] })).toEqual(expected);
});
