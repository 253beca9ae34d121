import type { RabbitmqClusterSpecInput, RabbitmqClusterStatus } from '@dataservices/api';
import type { FormerUser } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { Client, Observed } from '../observed.ts';
import { desiredObjects } from '../resources/desired.ts';
import { status } from '../status.ts';
import { formed, observed, rabbitmqCluster, sees, unreachable } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { plan } from './plan.ts';

const recorded = { ...formed, users: [{ name: 'shop' }] };
const app: Client = { user: 'app', password: 'secret', known: 'AsWanted' };
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cart-rabbitmq-auth-shop', uid: 'uid-secret', resourceVersion: '1' } };

type Given = {
  readonly users?: RabbitmqClusterSpecInput['users'];
  readonly known?: Partial<RabbitmqClusterStatus>;
  readonly shop?: Partial<Client>;
  readonly former?: readonly FormerUser[];
};

/** One user, shop, as it is to be, as far as nothing else is said. */
function given({ users = [{ name: 'shop' }], known = recorded, shop = {}, former = [] }: Given = {}): Observed {
  const clients = users.length === 0 ? [app] : [app, { ...app, user: 'shop', ...shop }];
  const servers = [sees('012'), sees('012'), sees('012')];
  return observed({ cluster: rabbitmqCluster({ users }, known), servers, changes: { clients, former } });
}

const isThere: FormerUser = { user: 'shop', isKnown: true, secrets: [secret] };

describe('KeepUsers', () => {
  test.for<readonly [string, Observed, string | undefined, readonly string[]]>([
    ['all is well', given(), 'BalanceLeaders', ['rebalance cart-rabbitmq-0']],
    ['a new user is written down first', given({ known: formed, shop: { known: 'Differs' } }), 'KeepUsers', []],
    ['and then made', given({ shop: { known: 'Differs' } }), 'KeepUsers', ['write-user shop']],
    ['nobody could be asked', given({ shop: { known: 'Unknown' } }), 'BalanceLeaders', ['rebalance cart-rabbitmq-0']],
    [
      'what was refused holds up nothing else',
      given({ shop: { known: 'Differs', refused: 'no regular expression' } }),
      'BalanceLeaders',
      ['rebalance cart-rabbitmq-0'],
    ],
    ['a user is taken off the list', given({ users: [], former: [isThere] }), 'KeepUsers', ['delete-user shop']],
    [
      'what was refused is not asked to go again at once',
      given({ users: [], former: [{ ...isThere, refused: 'protected' }] }),
      'BalanceLeaders',
      ['rebalance cart-rabbitmq-0'],
    ],
    ['and is gone', given({ users: [], former: [{ ...isThere, isKnown: false }] }), 'BalanceLeaders', ['rebalance cart-rabbitmq-0']],
  ])('%s', ([, state, rule, actions]) => {
    expect(decisionOf(state)).toEqual({ rule, actions });
  });

  test('without a cluster nothing is changed', () => {
    const state = given({ shop: { known: 'Differs' } });
    expect(decisionOf({ ...state, members: state.members.map((member) => ({ ...member, server: unreachable })) }).rule).toBe(
      'AwaitMembers',
    );
  });
});

test('the Secrets of a user go after the user', () => {
  const pruned = (isKnown: boolean | undefined) => plan(given({ users: [], former: [{ ...isThere, isKnown }] })).prunes;
  expect([pruned(true), pruned(undefined), pruned(false)]).toEqual([[], [], [secret]]);
});

test('the binding of a user shows its password when the servers take it', () => {
  const bindingOf = (known: Client['known']) => {
    const users = [{ name: 'shop', permissions: [{ vhost: 'orders/1' }] }];
    const objects = desiredObjects(given({ users, shop: { known, password: 'pass' } }));
    const found = objects.find(({ metadata }) => metadata.name === 'cart-rabbitmq-user-shop') as
      | { data: Record<string, string> }
      | undefined;
    return found && atob(found.data.uri ?? '');
  };
  expect(bindingOf('AsWanted')).toBe('amqp://shop:pass@cart-rabbitmq.shop.svc.cluster.local:5672/orders%2F1');
  expect([bindingOf('Differs'), bindingOf('Unknown')]).toEqual([undefined, undefined]);
});

describe('the status', () => {
  const statusOf = (state: Observed) => status(state, plan(state), { problems: [] });
  const stalledIn = (state: Observed) => statusOf(state).conditions?.find(({ type }) => type === 'Stalled');

  test('names a user before it is made, and until nothing of it is left', () => {
    expect(statusOf(given({ known: formed })).users).toEqual(recorded.users);
    expect(statusOf(given({ users: [], former: [isThere] })).users).toEqual(recorded.users);
    expect(statusOf(given({ users: [], former: [{ ...isThere, isKnown: false }] })).users).toEqual(recorded.users);
    expect(statusOf(given({ users: [], former: [{ ...isThere, isKnown: undefined, secrets: [] }] })).users).toEqual(recorded.users);
    expect(statusOf(given({ users: [], former: [{ ...isThere, isKnown: false, secrets: [] }] })).users).toBeUndefined();
  });

  test('says what is wrong with a user', () => {
    expect(stalledIn(given({ shop: { known: 'Unknown', problem: 'there is no Secret' } }))).toMatchObject({ reason: 'InvalidSecret' });
    expect(stalledIn(given({ shop: { refused: 'no regular expression' } }))).toMatchObject({
      reason: 'RefusedUser',
      message: expect.stringContaining('shop: no regular expression'),
    });
  });
});
