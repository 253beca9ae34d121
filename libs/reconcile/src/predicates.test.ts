import type { ObjectMeta, StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { isSpecChange } from './predicates.ts';

const object = (metadata: Partial<ObjectMeta> = {}): StoredObject => ({
  apiVersion: 'v1',
  kind: 'K',
  metadata: { name: 'n', uid: 'u', resourceVersion: '1', generation: 1, ...metadata },
});

test.for<[string, StoredObject | undefined, StoredObject | undefined, boolean]>([
  ['created', undefined, object(), true],
  ['deleted', object(), undefined, true],
  ['status only', object(), object({ resourceVersion: '2' }), false],
  ['new generation', object(), object({ generation: 2 }), true],
  ['annotation', object(), object({ annotations: { a: 'b' } }), true],
  ['label', object({ labels: { a: 'b' } }), object(), true],
  ['being deleted', object(), object({ deletionTimestamp: '2026-01-01T00:00:00Z' }), true],
  ['another object of the name', object(), object({ uid: 'v' }), true],
  [
    'a kind without generation',
    { ...object(), metadata: { name: 'n', uid: 'u', resourceVersion: '1' } },
    { ...object(), metadata: { name: 'n', uid: 'u', resourceVersion: '2' } },
    true,
  ],
])('%s', ([_title, before, after, expected]) => {
  expect(isSpecChange(before, after)).toBe(expected);
});
