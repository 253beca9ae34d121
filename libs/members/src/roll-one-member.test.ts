import { describe, expect, test } from 'vitest';
import type { Member } from './member.ts';
import { isOutdated } from './outdated.ts';
import { type RollInput, rollOneMember } from './roll-one-member.ts';
import { aMember } from './testing/samples.ts';

const old = { podHash: 'old' };
const input: RollInput<Member> = {
  order: [aMember(2), aMember(1), aMember(0)],
  isOutdated: ({ pod }) => isOutdated(pod, 'new'),
  whole: true,
  mayGo: () => true,
};

describe('rollOneMember', () => {
  test('nothing is outdated', () => {
    expect(rollOneMember(input)).toBeUndefined();
  });

  test('one pod alone goes, the first in the order of the service', () => {
    const roll = rollOneMember({ ...input, order: [aMember(2), aMember(1, old), aMember(0, old)] });
    expect(roll?.step).toEqual({
      rule: 'RollOneMember',
      reason: 'cart-redis-1 restarts for a changed template',
      actions: [{ kind: 'delete-pod', pod: 'cart-redis-1', uid: 'pod-1' }],
    });
    expect(roll).not.toHaveProperty('waitsFor');
  });

  test('nobody goes while the whole is not well', () => {
    const roll = rollOneMember({ ...input, order: [aMember(1, old)], whole: 'cart-redis-0 is not ready' });
    expect(roll).toMatchObject({ member: { ordinal: 1 }, waitsFor: 'cart-redis-0 is not ready', step: { actions: [] } });
    expect(roll?.step.reason).toContain('waits: cart-redis-0 is not ready');
  });

  test('nobody overtakes one that may not go', () => {
    const mayGo = ({ ordinal }: Member) => (ordinal === 1 ? 'it is the only copy' : true);
    const roll = rollOneMember({ ...input, order: [aMember(1, old), aMember(0, old)], mayGo });
    expect(roll).toMatchObject({ member: { ordinal: 1 }, waitsFor: 'it is the only copy', step: { actions: [] } });
  });

  test('a pod that is going already is not deleted again', () => {
    const always = { ...input, isOutdated: () => true };
    expect(rollOneMember({ ...always, order: [aMember(1, { isTerminating: true })] })).toBeUndefined();
  });
});

test.for([
  ['no pod', undefined, false],
  ['of the wanted template', aMember(0).pod, false],
  ['of another template', aMember(0, old).pod, true],
  ['of an unknown template', (({ podHash: _, ...pod }) => pod)(aMember(0).pod), true],
  ['going already', aMember(0, { ...old, isTerminating: true }).pod, false],
] as const)('isOutdated: %s', ([, pod, expected]) => {
  expect(isOutdated(pod, 'new')).toBe(expected);
});
