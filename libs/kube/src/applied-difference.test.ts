import type { KubeObject, StoredObject } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { appliedDifference, isAlreadyApplied } from './applied-difference.ts';

const base = { apiVersion: 'v1', kind: 'Thing', metadata: { name: 't', namespace: 'n' } };

function live(fields: object, owned: object | undefined, metadata: object = {}): StoredObject {
  const managedFields = owned === undefined ? [] : [{ manager: 'me', operation: 'Apply', fieldsV1: owned }];
  return { ...base, ...fields, metadata: { ...base.metadata, uid: 'u', resourceVersion: '1', managedFields, ...metadata } } as StoredObject;
}

const desired = (fields: object, metadata: object = {}): KubeObject => ({
  ...base,
  ...fields,
  metadata: { ...base.metadata, ...metadata },
});

const portKey = (port: number, protocol = 'TCP') => `k:{"port":${port},"protocol":"${protocol}"}`;

describe('appliedDifference', () => {
  test.for<[string, object, object, object, string | undefined]>([
    ['equal', { spec: { a: 1 } }, { spec: { a: 1 } }, { 'f:spec': { 'f:a': {} } }, undefined],
    ['a default of the server beside it', { spec: { a: 1 } }, { spec: { a: 1, b: 2 } }, { 'f:spec': { 'f:a': {} } }, undefined],
    ['undefined in what is desired', { spec: { a: 1, b: undefined } }, { spec: { a: 1 } }, { 'f:spec': { 'f:a': {} } }, undefined],
    ['another value', { spec: { a: 1 } }, { spec: { a: 2 } }, { 'f:spec': { 'f:a': {} } }, 'spec.a'],
    ['a number against its text', { spec: { a: 1 } }, { spec: { a: '1' } }, { 'f:spec': { 'f:a': {} } }, 'spec.a'],
    ['a missing value', { spec: { a: 1 } }, { spec: {} }, { 'f:spec': {} }, 'spec'],
    ['a value that only others own', { spec: { a: 1, b: 2 } }, { spec: { a: 1, b: 2 } }, { 'f:spec': { 'f:a': {} } }, 'spec.b (not owned)'],
    ['a field given up', { spec: { a: 1 } }, { spec: { a: 1, b: 2 } }, { 'f:spec': { 'f:a': {}, 'f:b': {} } }, 'spec.b (no longer wanted)'],
    [
      'a quantity written otherwise',
      { requests: { cpu: '0.5' } },
      { requests: { cpu: '500m' } },
      { 'f:requests': { 'f:cpu': {} } },
      undefined,
    ],
    ['a quantity as a number', { limits: { cpu: 4.1 } }, { limits: { cpu: '4100m' } }, { 'f:limits': { 'f:cpu': {} } }, undefined],
    [
      'a smaller quantity',
      { requests: { memory: '1Gi' } },
      { requests: { memory: '1G' } },
      { 'f:requests': { 'f:memory': {} } },
      'requests.memory',
    ],
    ['quantities only where quantities are', { data: { a: '1k' } }, { data: { a: '1000' } }, { 'f:data': { 'f:a': {} } }, 'data.a'],
    ['an atomic list with another item', { spec: { l: [1, 2] } }, { spec: { l: [1, 3] } }, { 'f:spec': { 'f:l': {} } }, 'spec.l'],
    ['an atomic list that is longer', { spec: { l: [1] } }, { spec: { l: [1, 2] } }, { 'f:spec': { 'f:l': {} } }, 'spec.l'],
    ['an empty list that is not stored', { spec: { a: 1, l: [] } }, { spec: { a: 1 } }, { 'f:spec': { 'f:a': {}, 'f:l': {} } }, undefined],
    ['an empty map of labels that is not stored', { labels: {} }, {}, {}, undefined],
    [
      'an empty selector that is not there',
      { spec: { podSelector: {} } },
      { spec: {} },
      { 'f:spec': { 'f:podSelector': {} } },
      'spec.podSelector',
    ],
    ['a known default in an atomic list', { l: [{ port: 1 }] }, { l: [{ port: 1, protocol: 'TCP' }] }, { 'f:l': {} }, undefined],
    ['an unknown field in an atomic list', { l: [{ port: 1 }] }, { l: [{ port: 1, other: 'x' }] }, { 'f:l': {} }, 'l'],
    [
      'a keyed item whose key has a default',
      { ports: [{ port: 1 }] },
      { ports: [{ port: 1, protocol: 'TCP' }] },
      { 'f:ports': { [portKey(1)]: { '.': {}, 'f:port': {} } } },
      undefined,
    ],
    [
      'two keyed items that differ in the key alone',
      { ports: [{ port: 1 }] },
      {
        ports: [
          { port: 1, protocol: 'TCP' },
          { port: 1, protocol: 'UDP' },
        ],
      },
      { 'f:ports': { [portKey(1)]: { 'f:port': {} }, [portKey(1, 'UDP')]: { 'f:port': {}, 'f:protocol': {} } } },
      'ports[{"port":1,"protocol":"UDP"}] (no longer wanted)',
    ],
    [
      'a keyed item of others',
      { c: [{ name: 'a' }] },
      { c: [{ name: 'x' }, { name: 'a' }] },
      { 'f:c': { 'k:{"name":"a"}': { 'f:name': {} } } },
      undefined,
    ],
    [
      'keyed items in another order',
      { c: [{ name: 'b' }, { name: 'a' }] },
      { c: [{ name: 'a' }, { name: 'b' }] },
      { 'f:c': { 'k:{"name":"a"}': { 'f:name': {} }, 'k:{"name":"b"}': { 'f:name': {} } } },
      'c (order)',
    ],
  ])('%s', ([_title, wanted, there, owned, expected]) => {
    expect(appliedDifference(live(there, owned), desired(wanted), { fieldManager: 'me' })).toBe(expected);
  });

  test.for<[string, string[], string[], string | undefined]>([
    ['ours beside theirs', ['a'], ['theirs', 'a'], undefined],
    ['not there', ['a'], ['theirs'], 'metadata.finalizers'],
    ['given up', [], ['a'], 'metadata.finalizers'],
  ])('a set of values: %s', ([_title, wanted, there, expected]) => {
    const object = live({}, { 'f:metadata': { 'f:finalizers': { '.': {}, 'v:"a"': {} } } }, { finalizers: there });
    expect(appliedDifference(object, desired({}, { finalizers: wanted }), { fieldManager: 'me' })).toBe(expected);
  });

  test('what others applied, or we wrote otherwise, is not our apply', () => {
    const owned = { 'f:spec': { 'f:a': {} } };
    const entry = { manager: 'me', operation: 'Apply', fieldsV1: owned };
    const wanted = desired({ spec: { a: 1 } });
    const withEntries = (...managedFields: object[]) => isAlreadyApplied(live({ spec: { a: 1 } }, owned, { managedFields }), wanted, 'me');
    expect(withEntries(entry)).toBe(true);
    expect(withEntries({ ...entry, manager: 'other' })).toBe(false);
    expect(withEntries({ ...entry, operation: 'Update' })).toBe(false);
    expect(withEntries({ ...entry, subresource: 'status' })).toBe(false);
    expect(withEntries(entry, { ...entry, apiVersion: 'v1beta1' })).toBe(false);
  });

  test('another object of the same name is not ours', () => {
    expect(appliedDifference(live({}, {}), desired({}, { uid: 'gone' }), { fieldManager: 'me' })).toBe('metadata.uid');
  });
});
