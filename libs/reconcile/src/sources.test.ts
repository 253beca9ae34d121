import { resources } from '@dataservices/kube';
import type { OwnerReference, StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import type { ChangeListener } from './cache.ts';
import { changesMapped, changesOfOwned } from './sources.ts';

const owner: OwnerReference = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart', uid: 'u', controller: true };

function object(ownerReferences: readonly OwnerReference[], namespace: string | undefined = 'a'): StoredObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace, uid: 'p', resourceVersion: '1', ownerReferences } };
}

function feed() {
  let listener: ChangeListener<StoredObject> = () => {};
  return {
    onChange(added: ChangeListener<StoredObject>) {
      listener = added;
      return () => {};
    },
    tell: (before?: StoredObject, after?: StoredObject) => listener(before, after),
  };
}

test.for<[string, OwnerReference, readonly string[]]>([
  ['of our kind', owner, ['a/cart']],
  ['of an older version of our kind', { ...owner, apiVersion: 'dataservices.dev/v1alpha0' }, ['a/cart']],
  ['of the same kind in another group', { ...owner, apiVersion: 'other.dev/v1alpha1' }, []],
  ['of another kind', { ...owner, kind: 'KafkaCluster' }, []],
  ['that does not control', { ...owner, controller: false }, []],
])('an owner %s', ([_title, reference, expected]) => {
  const changes = feed();
  const keys: string[] = [];
  changesOfOwned(changes, resources.redisClusters)((key) => keys.push(key));
  changes.tell(undefined, object([reference]));
  expect(keys).toEqual(expected);
});

test('what an object referred to before hears of the change too, and nobody hears twice', () => {
  const changes = feed();
  const keys: string[] = [];
  changesMapped(changes, ({ metadata }) => (metadata.ownerReferences ?? []).map(({ name }) => name))((key) => keys.push(key));
  changes.tell(object([owner, { ...owner, name: 'old' }]), object([owner, { ...owner, name: 'new' }]));
  expect(keys).toEqual(['cart', 'old', 'new']);
});
