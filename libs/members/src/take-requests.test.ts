import { describe, expect, test } from 'vitest';
import { type RequestRecord, settleRequests } from './request-record.ts';
import { restartToken } from './restart-token.ts';
import { type TakeRequestsInput, takeDownRequests, takeRequests } from './take-requests.ts';
import { aMember } from './testing/samples.ts';

const annotated = (name: string, value: string) => ({ [`dataservices.dev/${name}`]: value });
const input: TakeRequestsInput = {
  annotations: annotated('replace-member', 'cart-redis-1@a'),
  records: undefined,
  members: [aMember(0), aMember(1)],
  supported: ['replace-member', 'restart'],
  isFormed: true,
  hasBegun: () => false,
};

const running = { name: 'replace-member', token: 'a', pod: 'cart-redis-1', state: 'Running', message: 'm' } as const;
const restart = (token: string, state: RequestRecord['state']): RequestRecord => ({ name: 'restart', token, state, message: 'm' });
const shown = (records: readonly RequestRecord[]) => records.map(({ token, pod, state }) => `${pod ?? ''}@${token} ${state}`);

describe('takeRequests', () => {
  test('takes down what is meant, by its identity', () => {
    expect(takeRequests(input)).toEqual([{ ...running, message: expect.any(String), podUid: 'pod-1', claimUid: 'claim-1' }]);
  });

  test.for(['Running', 'Handled', 'Refused'] as const)('one that is %s is not taken down again', (state) => {
    const records = [{ ...running, state }];
    expect(takeRequests({ ...input, records })).toEqual(records);
  });

  test.for([
    ['an unreadable value', { annotations: annotated('replace-member', 'cart-redis-1') }, 'write "<pod>@<token>"'],
    ['an unknown member', { annotations: annotated('replace-member', 'cart-redis-7@a') }, 'there is no member cart-redis-7'],
    ['a request that the service does not know', { annotations: annotated('switch-over', 'cart-redis-1@a') }, 'knows no switch-over'],
    ['a cluster that has not formed, as after a restore', { isFormed: false }, 'has not formed yet'],
    ['what the service refuses as things are', { refusalOf: () => 'the moon is wrong' }, 'the moon is wrong'],
  ] as const)('refuses %s, once and with the cause', ([, changes, message]) => {
    const refused = takeRequests({ ...input, ...changes });
    expect(refused).toMatchObject([{ state: 'Refused', message: expect.stringContaining(message) }]);
    expect(takeRequests({ ...input, ...changes, records: refused })).toEqual(refused);
  });

  test('whose data lives on may be said before the cluster has formed', () => {
    const annotations = annotated('recover-from', 'cart-redis-1@a');
    const records = takeRequests({ ...input, annotations, supported: ['recover-from'], isFormed: false });
    expect(records).toMatchObject([{ name: 'recover-from', state: 'Running', claimUid: 'claim-1' }]);
  });

  test('a second one waits until the first has ended', () => {
    const annotations = annotated('replace-member', 'cart-redis-0@b');
    const waiting = takeRequests({ ...input, annotations, records: [running], hasBegun: () => true });
    expect(shown(waiting)).toEqual(['cart-redis-1@a Running']);
    const ended = settleRequests(waiting, () => ({ state: 'Handled', message: 'done' }));
    expect(shown(takeRequests({ ...input, annotations, records: ended }))).toEqual(['cart-redis-1@a Handled', 'cart-redis-0@b Running']);
  });

  test('an unreadable one is refused although another is running', () => {
    const annotations = annotated('replace-member', 'what?');
    const records = takeRequests({ ...input, annotations, records: [running], hasBegun: () => true });
    expect(records.map(({ state }) => state)).toEqual(['Running', 'Refused']);
  });

  test.for([
    [false, 'Refused'],
    [true, 'Running'],
  ] as const)('taken back, begun %s: %s', ([hasBegun, state]) => {
    expect(takeRequests({ ...input, annotations: {}, records: [running], hasBegun: () => hasBegun })).toMatchObject([{ state }]);
  });

  test('the same token for another member is another request', () => {
    const records = [{ ...running, state: 'Handled' as const }];
    expect(takeRequests({ ...input, annotations: annotated('replace-member', 'cart-redis-0@a'), records })).toHaveLength(2);
  });

  test('an annotation that returns to an older value is not done again', () => {
    const records = [
      { ...running, state: 'Handled' as const },
      { ...running, token: 'b', state: 'Handled' as const },
    ];
    expect(takeRequests({ ...input, records })).toEqual(records);
  });

  test('the status stays bounded, and keeps the restart whose token is in the pods', () => {
    let records: readonly RequestRecord[] = [restart('first', 'Handled'), running];
    for (let n = 0; n < 50; n++)
      records = takeRequests({ ...input, records, annotations: { ...input.annotations, ...annotated('restart', `?${n}`) } });
    expect(records).toHaveLength(12);
    expect(records.slice(0, 2)).toEqual([restart('first', 'Handled'), running]);
  });
});

describe('a restart', () => {
  test('goes on with a newer token, and without the annotation', () => {
    const records = [restart('a', 'Running')];
    expect(shown(takeRequests({ ...input, records, annotations: annotated('restart', 'b') }))).toEqual(['@a Handled', '@b Running']);
    expect(takeRequests({ ...input, records, annotations: {} })).toEqual(records);
  });

  test('that is running is not overtaken by an older value', () => {
    const records = [restart('a', 'Handled'), restart('b', 'Running')];
    expect(takeRequests({ ...input, records, annotations: annotated('restart', 'a') })).toEqual(records);
  });

  test.for([
    ['never asked for', undefined, [], undefined],
    ['asked for', 'a', [], 'a'],
    ['done', 'a', [restart('a', 'Handled')], 'a'],
    ['the annotation is taken away', undefined, [restart('a', 'Handled')], 'a'],
    ['a newer one', 'b', [restart('a', 'Handled')], 'b'],
    ['back to an older value', 'a', [restart('a', 'Handled'), restart('b', 'Handled')], 'b'],
    ['unreadable', 'x y', [restart('a', 'Handled')], 'a'],
    ['unreadable from the beginning', 'x y', [restart('unreadable-1', 'Refused')], undefined],
  ] as const)('token: %s', ([, value, records, expected]) => {
    expect(restartToken(value === undefined ? {} : annotated('restart', value), records)).toBe(expected);
  });
});

describe('takeDownRequests', () => {
  test('looks again as soon as the status holds the request', () => {
    expect(takeDownRequests(undefined, takeRequests(input))).toMatchObject({ rule: 'TakeDownRequest', actions: [], requeueAfterMs: 100 });
  });

  test('nothing to do once it does', () => {
    expect(takeDownRequests([running], [running])).toBeUndefined();
  });
});
