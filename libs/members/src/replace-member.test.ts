import { describe, expect, test } from 'vitest';
import type { Member } from './member.ts';
import { hasReplacementBegun, type ReplaceMemberInput, replaceMember, replacementEnd } from './replace-member.ts';
import type { RequestRecord } from './request-record.ts';
import { aClaim, aMember, aPod, set } from './testing/samples.ts';

const request: RequestRecord = {
  name: 'replace-member',
  token: 'a',
  pod: 'cart-redis-1',
  state: 'Running',
  message: 'm',
  podUid: 'pod-1',
  claimUid: 'claim-1',
};

const fresh = { uid: 'fresh' };
const condemned = { isTerminating: true };
const name = `${set}-1`;

function input(member: Member, changes: Partial<ReplaceMemberInput<Member>> = {}): ReplaceMemberInput<Member> {
  return {
    request,
    members: [aMember(0), member],
    replicas: 2,
    othersWhole: () => true,
    mayGo: () => true,
    isHealthy: () => true,
    ...changes,
  };
}

const condemn = { kind: 'condemn-claim', name: 'data-cart-redis-1', uid: 'claim-1' };
const deletion = (uid: string) => ({ kind: 'delete-pod', pod: 'cart-redis-1', uid });

describe('replaceMember', () => {
  test.for([
    ['as it was', aMember(1), condemn],
    ['its pod is missing', { name, ordinal: 1, claim: aClaim(1) }, condemn],
    ['its claim is condemned', aMember(1, {}, condemned), deletion('pod-1')],
    ['condemned, and another pod holds it', aMember(1, fresh, condemned), deletion('fresh')],
    ['the claim is gone, the pod is not', { name, ordinal: 1, pod: aPod(1) }, deletion('pod-1')],
    ['the claim is new, the pod is not', aMember(1, {}, fresh), deletion('pod-1')],
  ] as const)('%s', ([, member, action]) => {
    expect(replaceMember(input(member))?.step.actions).toEqual([action]);
  });

  test.for([
    ['pod and claim are going', aMember(1, { isTerminating: true }, condemned), `${name} is terminating`],
    ['the claim is going', { name, ordinal: 1, claim: aClaim(1, condemned) }, 'volume claim data-cart-redis-1 is terminating'],
    ['nothing is there yet', { name, ordinal: 1 }, 'its new pod'],
    ['the new pod cannot run', aMember(1, { ...fresh, problem: 'not scheduled' }, fresh), 'not scheduled'],
    ['its node is lost', aMember(1, { isTerminating: true, isNodeLost: true, node: 'n1' }, condemned), 'delete the Node'],
  ] as const)('waits, and says for what: %s', ([, member, waitsFor]) => {
    const decision = replaceMember(input(member, { isHealthy: () => false }));
    expect(decision).toMatchObject({ waitsFor: expect.stringContaining(waitsFor), step: { actions: [] } });
  });

  test.for([aMember(1), aMember(1, {}, condemned)])(
    'at every step, only while the others are well and the service can miss it',
    (member) => {
      const unwell = replaceMember(input(member, { othersWhole: () => 'cart-redis-0 is not in step' }));
      expect(unwell).toMatchObject({ waitsFor: 'cart-redis-0 is not in step', step: { actions: [] } });
      const needed = replaceMember(input(member, { mayGo: () => 'it holds the only copy' }));
      expect(needed).toMatchObject({ waitsFor: 'it holds the only copy', step: { actions: [] } });
    },
  );

  test('without a volume, the pod alone is replaced', () => {
    const { claimUid: _, ...podOnly } = request;
    const member = { name, ordinal: 1, pod: aPod(1) };
    expect(replaceMember(input(member, { request: podOnly }))?.step.actions).toEqual([deletion('pod-1')]);
    expect(replacementEnd(input({ ...member, pod: aPod(1, fresh) }), podOnly)).toMatchObject({ state: 'Handled' });
  });

  test('nothing without a running request', () => {
    expect(replaceMember(input(aMember(1), { request: undefined }))).toBeUndefined();
  });
});

describe('replacementEnd', () => {
  test.for([
    ['both are new and it does its part', aMember(1, fresh, fresh), true, 'Handled'],
    ['it does not do its part yet', aMember(1, fresh, fresh), false, undefined],
    ['the old ones do their part', aMember(1), true, undefined],
    ['the old volume is there', aMember(1, fresh), true, undefined],
    ['it is to leave', aMember(3, fresh, fresh), true, 'Refused'],
  ] as const)('%s', ([, member, isHealthy, state]) => {
    const end = replacementEnd(input(member, { isHealthy: () => isHealthy }), { ...request, pod: member.name });
    expect(end?.state).toBe(state);
    expect(replaceMember(input(member, { isHealthy: () => isHealthy, request: { ...request, pod: member.name } })) === undefined).toBe(
      state !== undefined,
    );
  });
});

test('the only member is not replaced, unless that has begun', () => {
  const alone = (changes: { readonly isTerminating?: boolean }) =>
    replacementEnd({ ...input(aMember(0, {}, changes)), members: [aMember(0, {}, changes)], replicas: 1 }, only);
  const only = { ...request, pod: `${set}-0`, podUid: 'pod-0', claimUid: 'claim-0' };
  expect(alone({})).toMatchObject({ state: 'Refused', message: expect.stringContaining('the only copy') });
  expect(alone(condemned)).toBeUndefined();
});

test.for([
  ['as it was', aMember(1), false],
  ['condemned', aMember(1, {}, condemned), true],
  ['both gone', { name, ordinal: 1 }, true],
] as const)('hasReplacementBegun: %s', ([, member, expected]) => {
  expect(hasReplacementBegun([member], request)).toBe(expected);
});
