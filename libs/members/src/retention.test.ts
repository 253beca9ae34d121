import { describe, expect, test } from 'vitest';
import { giveBack, ownersWhenMade, retention } from './retention.ts';

const owner = {
  apiVersion: 'dataservices.dev/v1alpha1',
  kind: 'RedisCluster',
  metadata: { name: 'cart', namespace: 'shop', uid: 'o', resourceVersion: '1' },
};
const reference = { apiVersion: owner.apiVersion, kind: owner.kind, name: 'cart', uid: 'o' };
const other = { ...reference, uid: 'other' };

function aClaim(metadata: object = {}) {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-0', namespace: 'shop', uid: 'c', resourceVersion: '1', ...metadata },
  };
}

const going = { deletionTimestamp: '2026-01-01T00:00:00Z' };
const applied = [
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-0', namespace: 'shop', uid: 'c', ownerReferences: [reference] },
  },
];

test('what is made to go with the cluster is owned from the beginning', () => {
  expect(ownersWhenMade({ owner, whenDeleted: 'Delete' })).toEqual([reference]);
  expect(ownersWhenMade({ owner, whenDeleted: 'Retain' })).toEqual([]);
});

test.for([
  ['to go with the cluster', 'Delete', {}, applied],
  ['to be kept', 'Retain', { ownerReferences: [reference] }, []],
  ['going already', 'Delete', going, []],
] as const)('an owner is applied to what is %s', ([, whenDeleted, metadata, expected]) => {
  expect(retention({ owner, whenDeleted, kept: [aClaim(metadata)] })).toEqual(expected);
});

describe('giveBack', () => {
  const disowned = (index: number) => [{ kind: 'disown', object: 'PersistentVolumeClaim', name: 'data-0', uid: 'c', owner: 'o', index }];

  test.for([
    ['to go with the cluster', 'Delete', { ownerReferences: [reference] }, undefined],
    ['to be kept, as it is', 'Retain', {}, undefined],
    ['to be kept from now on', 'Retain', { ownerReferences: [reference] }, disowned(0)],
    ['to be kept, and somebody else has it too', 'Retain', { ownerReferences: [other, reference] }, disowned(1)],
    ['owned by another of the same name', 'Retain', { ownerReferences: [other] }, undefined],
    ['going already', 'Retain', { ...going, ownerReferences: [reference] }, undefined],
  ] as const)('%s', ([, whenDeleted, metadata, expected]) => {
    expect(giveBack({ owner, whenDeleted, kept: [aClaim(metadata)] })?.actions).toEqual(expected);
  });
});
