import fc from 'fast-check';
import { expect, test } from 'vitest';
import { membersOf } from './member.ts';
import { aClaim, aPod, set } from './testing/samples.ts';

test('every member that is wanted, has a pod or has a volume, by ordinal', () => {
  const members = membersOf({ set, replicas: 2, pods: [aPod(10), aPod(1)], claims: [aClaim(3)] });
  expect(members.map(({ name, pod, claim }) => [name, pod?.uid, claim?.uid])).toEqual([
    ['cart-redis-0', undefined, undefined],
    ['cart-redis-1', 'pod-1', undefined],
    ['cart-redis-3', undefined, 'claim-3'],
    ['cart-redis-10', 'pod-10', undefined],
  ]);
});

test('pods of another set are passed over', () => {
  const stranger = { ...aPod(0), name: 'cart-redis-sentinel-0' };
  expect(membersOf({ set, replicas: 0, pods: [stranger] })).toEqual([]);
});

test('nobody is left out, nobody is there twice', () => {
  const ordinals = fc.uniqueArray(fc.nat(20), { maxLength: 8 });
  fc.assert(
    fc.property(fc.nat(8), ordinals, ordinals, (replicas, podOrdinals, claimOrdinals) => {
      const members = membersOf({ set, replicas, pods: podOrdinals.map((n) => aPod(n)), claims: claimOrdinals.map((n) => aClaim(n)) });
      const expected = new Set([...Array(replicas).keys(), ...podOrdinals, ...claimOrdinals]);
      expect(members.map(({ ordinal }) => ordinal)).toEqual([...expected].sort((a, b) => a - b));
    }),
  );
});
