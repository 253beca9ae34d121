import { expect, test } from 'vitest';
import { isOutdated } from './outdated.ts';
import type { PodView } from './pod-view.ts';
import { replaceStuckMember } from './replace-stuck-member.ts';
import { aMember } from './testing/samples.ts';

const stuck = { podHash: 'old', isReady: false };

function replaced(pods: readonly Partial<PodView>[], needed: readonly number[] = []) {
  return replaceStuckMember({
    members: pods.map((pod, ordinal) => aMember(ordinal, pod)),
    isOutdated: ({ pod }) => isOutdated(pod, 'new'),
    isNeeded: ({ ordinal }) => needed.includes(ordinal),
  });
}

test.for([
  ['ready, outdated', [{ podHash: 'old' }], undefined],
  ['not ready, up to date', [{ isReady: false }], undefined],
  ['not ready, outdated, going already', [{ ...stuck, isTerminating: true }], undefined],
  ['not ready, outdated', [{}, stuck], 'cart-redis-1'],
  ['two of them: one at a time', [stuck, stuck], 'cart-redis-0'],
] as const)('%s', ([, pods, expected]) => {
  expect(replaced(pods)?.actions).toEqual(
    expected === undefined ? undefined : [{ kind: 'delete-pod', pod: expected, uid: `pod-${expected.at(-1)}` }],
  );
});

test('whoever is needed stays', () => {
  expect(replaced([stuck, stuck], [0])?.actions).toEqual([{ kind: 'delete-pod', pod: 'cart-redis-1', uid: 'pod-1' }]);
});

test('says why it was stuck', () => {
  expect(replaced([{ ...stuck, problem: 'ImagePullBackOff' }])?.reason).toBe(
    'cart-redis-0 is not ready and of an outdated template (ImagePullBackOff)',
  );
});
