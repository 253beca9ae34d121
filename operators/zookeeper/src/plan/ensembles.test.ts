import { annotationKeys } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import type { ServerView, ServingView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { status } from '../status.ts';
import {
  electing,
  formed,
  leading,
  membership,
  observed,
  serving,
  unreachable,
  withPod,
  zookeeperCluster,
} from '../testing/observed-builder.ts';
import { decisionOf, type Situation } from '../testing/situation.ts';
import { ensembleOf } from './ensemble.ts';
import { plan } from './plan.ts';

const follower = serving('follower');
/** By hand: its membership is newer, and so is its epoch. */
const made = (members: string, strangers = 0) =>
  leading(members, { membership: membership(members, '300000000'), zxid: '0000000300000007' }, strangers);
const following = (members: string, version: string, role: ServingView['role'] = 'follower') =>
  serving(role, { membership: membership(members, version) });

const apart = { servers: [follower, leading('123'), made('3')] };

function asked(ordinal: number, replicas = 3) {
  const pod = `cart-zookeeper-${ordinal}`;
  const identity = { podUid: `uid-${pod}`, claimUid: `uid-data-${ordinal}` };
  const request = { name: 'replace-member', token: 't', state: 'Running', message: 'm', pod, ...identity };
  const cluster = zookeeperCluster({ replicas }, { ...formed, requests: [request] });
  return { ...cluster, metadata: { ...cluster.metadata, annotations: { [annotationKeys.replaceMember]: `${pod}@t` } } };
}

describe('who is believed', () => {
  test.for<{ readonly name: string; readonly servers: readonly ServerView[]; readonly leader: string | undefined }>([
    { name: 'most of the members, and not the one that was made an ensemble of its own', ...apart, leader: 'cart-zookeeper-1' },
    {
      name: 'nor where one of the others does not answer just now',
      servers: [unreachable, leading('123'), made('3')],
      leader: 'cart-zookeeper-1',
    },
    {
      name: 'nor two of five that were made one',
      servers: [
        following('12345', '100000000'),
        leading('12345'),
        following('12345', '100000000'),
        following('45', '300000000'),
        made('45'),
      ],
      leader: 'cart-zookeeper-1',
    },
    {
      name: 'nor one that observed the only one that votes',
      servers: [leading('1+2'), made('2')],
      leader: 'cart-zookeeper-0',
    },
    {
      name: 'the one that is left, when most are lost: nobody else serves',
      servers: [unreachable, unreachable, made('3')],
      leader: 'cart-zookeeper-2',
    },
    {
      name: 'the others have since become a smaller ensemble: not the leader that was cut off before, although it names more',
      servers: [
        following('12', '200000005'),
        leading('12', { membership: membership('12', '200000005'), zxid: '0000000200000009' }),
        leading('123', { zxid: '0000000100000009' }),
      ],
      leader: 'cart-zookeeper-1',
    },
    {
      name: 'nobody, where the one that leads now is not followed yet',
      servers: [
        electing,
        leading('123', { zxid: '0000000200000001', learners: { syncedFollowers: 0, syncedNonVotingFollowers: 0, syncedObservers: 0 } }),
        leading('123'),
      ],
      leader: undefined,
    },
  ])('$name', ({ servers, leader }) => {
    expect(ensembleOf(observed({ cluster: zookeeperCluster({ replicas: servers.length }), servers }))?.leader.name).toBe(leader);
  });
});

const decided: readonly Situation[] = [
  {
    name: 'nothing is changed, however much there is to do',
    given: withPod(observed({ ...apart, cluster: zookeeperCluster({ replicas: 2 }) }), 0, { podHash: 'old', isReady: false }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'it is replaced, when a person asks for it',
    given: observed({ ...apart, cluster: asked(2) }),
    rule: 'ReplaceMember',
    actions: ['condemn-claim data-cart-zookeeper-2'],
  },
  {
    name: 'even if another is away: the ensemble loses nothing by it',
    given: observed({ servers: [unreachable, leading('123'), made('3')], cluster: asked(2) }),
    rule: 'ReplaceMember',
    actions: ['condemn-claim data-cart-zookeeper-2'],
  },
  {
    name: 'one of the ensemble is not replaced meanwhile',
    given: observed({ ...apart, cluster: asked(0) }),
    rule: 'ReplaceMember',
    actions: [],
  },
];

describe('beside another ensemble', () => {
  test.for(decided)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });

  const shown = (given: Observed) => status(given, plan(given), { problems: [] });

  test('the condition Stalled says who serves it, and what to do', () => {
    const conditions = shown(observed(apart)).conditions ?? [];
    const stalled = conditions.find(({ type }) => type === 'Stalled');
    expect(stalled).toMatchObject({ status: 'True', reason: 'OtherEnsemble' });
    expect(stalled?.message).toContain('cart-zookeeper-2');
    expect(stalled?.message).toContain(annotationKeys.replaceMember);
    expect(conditions.find(({ type }) => type === 'Available')).toMatchObject({ status: 'True', reason: 'QuorumServes' });
  });

  test('its members do not do their part, and say why', () => {
    const { members, readyReplicas } = shown(observed(apart));
    expect(readyReplicas).toBe(2);
    expect(members?.map(({ ready }) => ready)).toEqual([true, true, false]);
    expect(members?.[2]?.detail).toContain('another ensemble');
  });

  test('its pods stay, however few are asked for', () => {
    const given = observed({ servers: [follower, leading('12', { membership: membership('12') }), follower, made('4')] });
    const set = plan(given).applies.find(({ kind }) => kind === 'StatefulSet');
    expect(set).toMatchObject({ spec: { replicas: 4 } });
  });
});

test('no other ensemble is seen in a leader that was cut off', () => {
  const changed = { membership: membership('123', '200000005'), zxid: '0000000200000009' };
  const servers = [following('123', '200000005'), leading('123', changed), leading('123', { zxid: '0000000100000009' })];
  const given = observed({ servers });
  const stalled = status(given, plan(given), { problems: [] }).conditions?.find(({ type }) => type === 'Stalled');
  expect(stalled).toMatchObject({ status: 'False' });
});
