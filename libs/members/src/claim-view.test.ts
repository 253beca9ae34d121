import { describe, expect, test } from 'vitest';
import { type Claim, claimView } from './claim-view.ts';
import { resizeView } from './resize-view.ts';

function aClaim(changes: object = {}, metadata: object = {}): Claim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data-cart-redis-1', uid: 'u', resourceVersion: '1', ...metadata },
    spec: { storageClassName: 'fast', resources: { requests: { storage: '2Gi' } } },
    status: { phase: 'Bound', capacity: { storage: '1Gi' } },
    ...changes,
  };
}

test('what decisions depend on', () => {
  const annotations = { 'dataservices.dev/cluster-id': 'c', 'dataservices.dev/retired': '10000000f' };
  expect(claimView(aClaim({}, { annotations }), 'data-cart-redis')).toEqual({
    name: 'data-cart-redis-1',
    uid: 'u',
    ordinal: 1,
    isBound: true,
    isTerminating: false,
    clusterId: 'c',
    isRetired: true,
    retiredMark: '10000000f',
    className: 'fast',
    request: '2Gi',
    capacity: '1Gi',
  });
});

test('before it is bound', () => {
  expect(claimView(aClaim({ status: { phase: 'Pending' } }), 'data-cart-redis')).toMatchObject({ isBound: false });
});

test('the claim of another set, or for something else, is no member', () => {
  expect(claimView(aClaim(), 'data-cart')).toBeUndefined();
  expect(claimView(aClaim(), 'log-cart-redis')).toBeUndefined();
});

describe('resizeView', () => {
  const condition = (type: string, message?: string) => ({
    conditions: [{ type, status: 'True', ...(message !== undefined && { message }) }],
  });
  const allocated = (storage: string) => ({ allocatedResourceStatuses: { storage } });
  test.for([
    ['nothing under way', {}, undefined],
    ['asked for', allocated('ControllerResizeInProgress'), { state: 'Growing' }],
    ['under way', condition('Resizing'), { state: 'Growing' }],
    ['the file system has to follow', condition('FileSystemResizePending', 'restart'), { state: 'FileSystemPending', message: 'restart' }],
    ['the node has to do its part', allocated('NodeResizePending'), { state: 'FileSystemPending' }],
    [
      'tried again',
      { ...allocated('ControllerResizeInProgress'), ...condition('ControllerResizeError', 'quota') },
      { state: 'Failing', message: 'quota' },
    ],
    [
      'refused',
      { ...allocated('ControllerResizeInfeasible'), ...condition('ControllerResizeError', 'too big') },
      { state: 'Refused', message: 'too big' },
    ],
    ['over', { conditions: [{ type: 'Resizing', status: 'False' }] }, undefined],
  ] as const)('%s', ([, status, expected]) => {
    expect(resizeView(status as unknown as Parameters<typeof resizeView>[0])).toEqual(expected);
  });
});
