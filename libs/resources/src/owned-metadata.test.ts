import { expect, test } from 'vitest';
import { ownedMetadata } from './owned-metadata.ts';

const owner = {
  apiVersion: 'dataservices.dev/v1alpha1',
  kind: 'RedisCluster',
  metadata: { name: 'cart', namespace: 'shop', uid: 'u1', resourceVersion: '1' },
};
const component = { service: 'redis', instance: 'cart', component: 'data' };

test('an owned object names its owner by uid, as its controller', () => {
  expect(ownedMetadata({ owner, name: 'cart-redis', component }).ownerReferences).toEqual([
    { apiVersion: owner.apiVersion, kind: 'RedisCluster', name: 'cart', uid: 'u1', controller: true, blockOwnerDeletion: true },
  ]);
});

test("a user's label never replaces one that selects", () => {
  const labels = { 'app.kubernetes.io/name': 'mine', team: 'shop' };
  expect(ownedMetadata({ owner, name: 'cart-redis', component, labels }).labels).toMatchObject({
    'app.kubernetes.io/name': 'redis',
    team: 'shop',
  });
});
