import type { KafkaClusterSpecInput, KafkaClusterStatus } from '@dataservices/api';
import type { FormerUser } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { Client, Observed } from '../observed.ts';
import { status } from '../status.ts';
import { formed, kafkaCluster, observed } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { plan } from './plan.ts';

const recorded = { ...formed, users: [{ name: 'shop' }] };
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cart-kafka-auth-shop', uid: 'uid-secret', resourceVersion: '1' } };

type Given = {
  readonly users?: KafkaClusterSpecInput['users'];
  readonly known?: Partial<KafkaClusterStatus>;
  readonly shop?: Partial<Client>;
  readonly former?: readonly FormerUser[];
};

/** One user, shop, as it is to be, as far as nothing else is said. */
function given({ users = [{ name: 'shop' }], known = recorded, shop = {}, former = [] }: Given = {}): Observed {
  const clients: readonly Client[] = users.map(({ name }) => ({ user: name, password: 'secret', known: 'AsWanted', ...shop }));
  return observed({ cluster: kafkaCluster({ users }, known), changes: { clients, former } });
}

/** With settings that need a restart of every broker. */
function outdated(state: Observed): Observed {
  return { ...state, cluster: { ...state.cluster, spec: { ...state.cluster.spec, config: { 'num.partitions': 9 } } } };
}

const isThere: FormerUser = { user: 'shop', isKnown: true, secrets: [secret] };
const isGone: FormerUser = { ...isThere, isKnown: false };

describe('KeepUsers', () => {
  test.for<readonly [string, Observed, string | undefined, readonly string[]]>([
    ['all is well', given(), undefined, []],
    ['a new user is written down first', given({ known: formed, shop: { known: 'Differs' } }), 'KeepUsers', []],
    ['and then made', given({ shop: { known: 'Differs' } }), 'KeepUsers', ['write-user shop']],
    ['nobody could be asked', given({ shop: { known: 'Unknown' } }), undefined, []],
    ['a user is taken off the list', given({ users: [], former: [isThere] }), 'KeepUsers', ['delete-user shop']],
    ['and is gone', given({ users: [], former: [isGone] }), undefined, []],
    ['nobody knows whether it is', given({ users: [], former: [{ ...isThere, isKnown: undefined }] }), undefined, []],
    ['what was refused is not tried again at once', given({ shop: { known: 'Differs', refused: 'no' } }), undefined, []],
    ['not even to take a user away', given({ users: [], former: [{ ...isThere, refused: 'no' }] }), undefined, []],
    ['no controller leads', { ...given({ shop: { known: 'Differs' } }), quorum: undefined }, 'AwaitMembers', []],
  ])('%s', ([, state, rule, actions]) => {
    expect(decisionOf(state)).toEqual({ rule, actions });
  });

  test('comes before a restart, so that brokers that ask for permissions find them', () => {
    expect(decisionOf(outdated(given({ shop: { known: 'Differs' } })))).toEqual({ rule: 'KeepUsers', actions: ['write-user shop'] });
  });

  test('a user that Kafka refuses does not keep members from being rolled', () => {
    expect(decisionOf(outdated(given({ shop: { known: 'Differs', refused: 'no' } }))).rule).toBe('RollOneMember');
  });
});

test('the Secrets of a user go after the user', () => {
  const pruned = (isKnown: boolean | undefined) => plan(given({ users: [], former: [{ ...isThere, isKnown }] })).prunes;
  expect([pruned(true), pruned(undefined), pruned(false)]).toEqual([[], [], [secret]]);
});

test('nothing tells of a Secret that is gone: the cluster is looked at again soon', () => {
  expect(plan(given({ users: [], former: [isGone] })).requeueAfterMs).toBe(500);
  expect(plan(given()).requeueAfterMs).toBe(10_000);
});

test('a Secret that is absent is made', () => {
  expect(plan({ ...given(), missingSecrets: [secret] }).creates).toEqual([secret]);
});

describe('the status', () => {
  const statusOf = (state: Observed) => status(state, plan(state), { problems: [] });

  test('names a user before it is made, and until nothing of it is left', () => {
    expect(statusOf(given({ known: formed })).users).toEqual(recorded.users);
    expect(statusOf(given({ users: [], former: [isThere] })).users).toEqual(recorded.users);
    expect(statusOf(given({ users: [], former: [{ ...isGone, secrets: [] }] })).users).toBeUndefined();
  });

  test('says what a Secret lacks', () => {
    const conditions = statusOf(given({ shop: { known: 'Unknown', problem: 'there is no Secret' } })).conditions;
    expect(conditions).toContainEqual(expect.objectContaining({ type: 'Stalled', status: 'True', reason: 'InvalidSecret' }));
  });

  test.for([
    ['to make', given({ shop: { known: 'Differs', refused: 'no, never' } })],
    ['to take away', given({ users: [], former: [{ ...isThere, refused: 'no, never' }] })],
  ] as const)('says what Kafka refuses %s', ([, state]) => {
    const expected = { type: 'Stalled', status: 'True', reason: 'RefusedUser', message: 'spec.users: Kafka refuses shop: no, never' };
    expect(statusOf(state).conditions).toContainEqual(expect.objectContaining(expected));
  });
});
