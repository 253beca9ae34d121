import { describe, expect, test } from 'vitest';
import { type RetireVolumeInput, retireVolume } from './retire-volume.ts';
import { aClaim, aMember, set } from './testing/samples.ts';

const left = (ordinal: number, claim = {}) => ({ name: `${set}-${ordinal}`, ordinal, claim: aClaim(ordinal, claim) });
const input: RetireVolumeInput = {
  whenScaled: 'Delete',
  replicas: 3,
  members: [aMember(0), aMember(1), aMember(2), left(3), left(4)],
  hasLeft: () => true,
};

describe('retireVolume', () => {
  test('the highest first, by its uid, and with the pod that must not be there', () => {
    expect(retireVolume(input)).toEqual({
      rule: 'RetireVolume',
      reason: 'cart-redis-4 has left and storage.whenScaled is Delete',
      actions: [{ kind: 'delete-claim', name: 'data-cart-redis-4', uid: 'claim-4', pod: 'cart-redis-4' }],
    });
  });

  test.for([
    ['volumes are to be kept', { whenScaled: 'Retain' }],
    ['the service is stopped', { replicas: 0 }],
    ['the service does not know that it has left', { hasLeft: () => false }],
    ['its pod is there', { members: [aMember(3)] }],
    ['its pod is going', { members: [aMember(3, { isTerminating: true })] }],
    ['it goes already', { members: [left(3, { isTerminating: true })] }],
    ['it is wanted, and its pod is missing', { members: [left(2)] }],
  ] as const)('none goes where %s', ([, changes]) => {
    expect(retireVolume({ ...input, ...changes })).toBeUndefined();
  });
});
