import type { ZookeeperClusterSpecInput, ZookeeperClusterStatus } from '@dataservices/api';
import { describe, expect, test } from 'vitest';
import type { AclEntry } from '../access.ts';
import type { ClientSecrets, Observed } from '../observed.ts';
import { desiredObjects } from '../resources/desired.ts';
import { status } from '../status.ts';
import { formed, leading, nowMs, observed, serving, unreachable, zookeeperCluster } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { plan } from './plan.ts';

const recorded = { ...formed, users: [{ name: 'shop', chroot: '/shop' }] };
const [old, fresh] = ['old', 'new'].map((text) => ({ text, digest: `${text}=` })) as [
  { text: string; digest: string },
  { text: string; digest: string },
];
const entry = (id: string, rights = 15): AclEntry => ({ rights, scheme: 'digest', id });
const follower = serving('follower');

type Given = {
  readonly users?: ZookeeperClusterSpecInput['users'];
  readonly known?: Partial<ZookeeperClusterStatus>;
  readonly client?: Partial<ClientSecrets>;
  readonly access?: readonly (readonly [string, readonly AclEntry[]])[] | null;
};

/** One user, shop, whose password is `old` all over, as far as nothing else is said. */
function given({
  users = [{ name: 'shop' }],
  known = recorded,
  client = {},
  access = [['/shop', [entry('shop:old=')]]],
}: Given = {}): Observed {
  const clients = users.length === 0 ? [] : [{ user: 'shop', wanted: old, bound: { ...old, sinceMs: nowMs - 3_600_000 }, ...client }];
  return observed({
    cluster: zookeeperCluster({ users }, known),
    servers: [leading('123'), follower, follower],
    changes: { secrets: { missing: [], clients, former: [] }, ...(access !== null && { access: new Map(access) }) },
  });
}

const rotated = { wanted: fresh };
const shown = (sinceMs: number) => ({ wanted: fresh, bound: { ...fresh, sinceMs } });
const both = [['/shop', [entry('shop:old='), entry('shop:new=')]]] as const;

describe('KeepUsers', () => {
  test.for<readonly [string, Observed, readonly string[]]>([
    ['all is well', given(), []],
    ['a new user is written down first', given({ known: formed, access: [] }), []],
    ['and then let in', given({ access: [], client: { bound: undefined } as never }), ['keep-chroot /shop: shop:old= 15']],
    ['with the rights that it is to have', given({ users: [{ name: 'shop', permissions: ['Read'] }] }), ['keep-chroot /shop: shop:old= 1']],
    [
      'somebody else was let in',
      given({ access: [['/shop', [entry('shop:old='), { rights: 31, scheme: 'world', id: 'anyone' }]]] }),
      ['keep-chroot /shop: shop:old= 15'],
    ],
    ['a password was changed: both count', given({ client: rotated }), ['keep-chroot /shop: shop:new= 15, shop:old= 15']],
    ['both are let in, and clients are shown the new one only just now', given({ client: shown(nowMs - 1000), access: both }), []],
    ['the grace of the old one is over', given({ client: shown(nowMs - 601_000), access: both }), ['keep-chroot /shop: shop:new= 15']],
    ['the Secret is gone: what counts stays', given({ client: { wanted: undefined, problem: 'gone' } as never }), []],
    ['a user is taken off the list', given({ users: [] }), ['keep-chroot /shop: shop:removed 15']],
    ['and is gone', given({ users: [], access: [['/shop', [entry('shop:removed')]]] }), []],
    ['a user that was never made is taken off the list', given({ users: [], access: [] }), []],
    [
      'two share a node',
      given({
        users: [{ name: 'shop' }, { name: 'reader', chroot: '/shop', permissions: ['Read'] }],
        known: { ...formed, users: [...recorded.users, { name: 'reader', chroot: '/shop' }] },
      }),
      [],
    ],
    [
      'it is to have another node',
      given({
        users: [{ name: 'shop', chroot: '/cart' }],
        known: { ...formed, users: [...recorded.users, { name: 'shop', chroot: '/cart' }] },
      }),
      ['keep-chroot /cart: shop:old= 15', 'keep-chroot /shop: shop:removed 15'],
    ],
    ['nobody could be asked', given({ client: rotated, access: null }), []],
  ])('%s', ([, state, expected]) => {
    expect(decisionOf(state).actions).toEqual(expected);
  });

  test('without a leader nothing is changed', () => {
    const state = given({ client: rotated });
    expect(decisionOf({ ...state, members: state.members.map((member) => ({ ...member, server: unreachable })) }).actions).toEqual([]);
  });
});

describe('KeepUsers and the changes', () => {
  const wrong: readonly (readonly [string, readonly AclEntry[]])[] = [['/shop', [entry('shop:wrong=')]]];
  const request = {
    name: 'replace-member',
    token: 't',
    state: 'Running',
    message: 'm',
    pod: 'cart-zookeeper-1',
    podUid: 'uid-cart-zookeeper-1',
    claimUid: 'uid-data-1',
  };
  const operation = (rule: string) => ({ rule, reason: rule, message: 'm', since: '2026-01-01T00:00:00Z' });

  /** Somebody has set another list on the node, again and again, or the server says so. */
  function stuck(last?: string, requests = [request]): Observed {
    const state = given({ access: wrong, known: { ...recorded, requests, ...(last !== undefined && { operation: operation(last) }) } });
    const annotations = Object.fromEntries(requests.map(({ name, pod, token }) => [`dataservices.dev/${name}`, `${pod}@${token}`]));
    return { ...state, cluster: { ...state.cluster, metadata: { ...state.cluster.metadata, annotations } } };
  }

  test.for<readonly [string, Observed, string]>([
    ['who may do what comes first', stuck(), 'KeepUsers'],
    ['and if that does not come to an end, a member is replaced nevertheless', stuck('KeepUsers'), 'ReplaceMember'],
    ['in turns', stuck('ReplaceMember'), 'KeepUsers'],
    ['with nothing to change it goes on', stuck('KeepUsers', []), 'KeepUsers'],
  ])('%s', ([, state, rule]) => {
    expect(decisionOf(state).rule).toBe(rule);
  });
});

describe('the binding', () => {
  const passwordIn = (state: Observed) => {
    const binding = desiredObjects(state).find(({ metadata }) => metadata.name === 'cart-zookeeper-user-shop') as
      | { readonly data: Readonly<Record<string, string>> }
      | undefined;
    return binding && atob(binding.data.password ?? '');
  };

  test.for<readonly [string, Observed, string | undefined]>([
    ['is not there before the user is let in', given({ access: [], client: { bound: undefined } as never }), undefined],
    ['shows the password that counts', given(), 'old'],
    ['shows the old one until the new one counts', given({ client: rotated }), 'old'],
    ['shows the new one then', given({ client: rotated, access: both }), 'new'],
    ['shows what it showed while nobody can be asked', given({ client: rotated, access: null }), 'old'],
  ])('%s', ([, state, expected]) => {
    expect(passwordIn(state)).toBe(expected);
  });
});

test('the next pass comes when the grace is over', () => {
  expect(plan(given({ client: shown(nowMs - 599_000), access: both })).requeueAfterMs).toBe(1_000);
});

describe('the status', () => {
  const usersIn = (state: Observed) => status(state, plan(state), { problems: [] }).users;

  test('names a user before it is let in, and until nothing of it is left', () => {
    expect(usersIn(given({ known: formed, access: [] }))).toEqual(recorded.users);
    expect(usersIn(given({ users: [] }))).toEqual(recorded.users);
    expect(usersIn(given({ users: [], access: null }))).toEqual(recorded.users);
    expect(usersIn(given({ users: [], access: [['/shop', [entry('shop:removed')]]] }))).toBeUndefined();
  });
});
