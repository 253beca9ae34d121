import { describe, expect, test } from 'vitest';
import type { SentinelView, ServerView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { host, monitoring, observed, redisCluster, serving, unreachable, withPod, withSentinelPod } from '../testing/observed-builder.ts';
import { bare, decisionOf, follows1, formed, held, type Situation, waiting, whole } from '../testing/situation.ts';
import { leaderOf } from './leader.ts';
import { plan } from './plan.ts';

const silent = monitoring(0, { sinceLastPingReplyMs: 2_000 });
const away = serving('replica', { isLinkUp: false });

/** Sentinels by what there is of them: a view where it answers. */
function withSentinels(
  given: readonly ServerView[],
  views: readonly (SentinelView | 'no pod' | 'not scheduled' | 'ended')[],
  cluster = redisCluster({}, formed),
): Observed {
  const sentinels = views.map((view) => (typeof view === 'string' ? unreachable : view));
  const seen = observed({ cluster, servers: given, sentinels });
  return {
    ...seen,
    sentinels: seen.sentinels.map(({ pod, ...sentinel }, at) => {
      if (pod === undefined || views[at] === 'no pod') return sentinel;
      const { ip: _, ...unscheduled } = pod;
      if (views[at] === 'not scheduled') return { ...sentinel, pod: { ...unscheduled, isServerRunning: false, isReady: false } };
      return { ...sentinel, pod: views[at] === 'ended' ? { ...pod, isServerRunning: false, isReady: false } : pod };
    }),
  };
}

/** The same, with the pod of the first member gone. */
function leaderless(views: Parameters<typeof withSentinels>[1], servers: readonly ServerView[] = [unreachable, away, away]): Observed {
  return withPod(withSentinels(servers, views), 0, undefined);
}

/** The last two sentinels stand on a node that does not report, and whose kubelet is met like this. */
function onLostNode(given: Observed, kubelet: 'silent' | 'accepts', own: 'silent' | 'accepts' = 'accepts'): Observed {
  const lost = { isNodeLost: true, isServerRunning: true, kubelet: { ip: '10.1.0.9', port: 10_250 } };
  const seen = [1, 2].reduce((changed, ordinal) => withSentinelPod(changed, ordinal, lost), given);
  return {
    ...withSentinelPod(seen, 0, { kubelet: { ip: '10.1.0.1', port: 10_250 } }),
    reach: new Map([
      ['10.1.0.9:10250', kubelet],
      ['10.1.0.1:10250', own],
    ]),
  };
}

const follows2 = { masterHost: host(2) };
const follows3 = { masterHost: host(3) };
const drained = { isTerminating: true };
const failover = { rule: 'SpeedUpFailover', actions: ['failover cart-redis-sentinel-0'] };
const nothing = { rule: 'AwaitMembers', actions: [] };

const unplanned: readonly Situation[] = [
  { name: 'the others have no pods, and the master has none', given: leaderless([silent, 'no pod', 'no pod']), ...failover },
  { name: 'the others cannot be scheduled', given: leaderless([silent, 'not scheduled', 'not scheduled']), ...failover },
  { name: "the others' containers have ended", given: leaderless([silent, 'ended', 'ended']), ...failover },
  { name: 'one of the others is bare: it has been made anew', given: leaderless([silent, bare, 'no pod']), ...failover },
  {
    name: 'one of the others does not answer, and runs: it may be half of a majority beyond a cut',
    given: leaderless([silent, 'no pod', unreachable]),
    ...nothing,
  },
  {
    name: 'the nodes of the others do not report, and their kubelets take no connection',
    given: onLostNode(leaderless([silent, unreachable, unreachable]), 'silent'),
    ...failover,
  },
  {
    name: 'the nodes of the others do not report, but their kubelets take connections',
    given: onLostNode(leaderless([silent, unreachable, unreachable]), 'accepts'),
    ...nothing,
  },
  {
    name: 'no kubelet takes a connection: the operator may be the one that is cut off',
    given: onLostNode(leaderless([silent, unreachable, unreachable]), 'silent', 'silent'),
    ...nothing,
  },
  {
    name: 'those whose containers are said to have ended stand on a node that does not report: they may have started since',
    given: [1, 2].reduce((given, at) => withSentinelPod(given, at, { isNodeLost: true }), leaderless([silent, 'ended', 'ended'])),
    ...nothing,
  },
  {
    name: 'a member that runs is out of sight: those that are gone may have elected it',
    given: leaderless([silent, 'no pod', 'no pod'], [unreachable, away, unreachable]),
    ...nothing,
  },
  {
    name: 'a member is out of sight, and does not run',
    given: withPod(leaderless([silent, 'no pod', 'no pod'], [unreachable, away, unreachable]), 2, { isServerRunning: false }),
    ...failover,
  },
  {
    name: 'another member serves as a master: those that are gone have elected it',
    given: leaderless([silent, 'no pod', 'no pod'], [unreachable, serving('master'), away]),
    ...nothing,
  },
  {
    name: 'the one that is left still gets an answer from the master',
    given: leaderless([monitoring(0), 'no pod', 'no pod']),
    ...nothing,
  },
  {
    name: 'one of two that are left still gets an answer from the master',
    given: leaderless([silent, monitoring(0), 'no pod', 'no pod', 'no pod']),
    rule: 'SpeedUpFailover',
    actions: [],
  },
  {
    name: 'two are left and name different masters: no word to go by, and the volumes decide',
    given: leaderless([silent, monitoring(1), 'no pod', 'no pod', 'no pod']),
    rule: 'RecoverWithoutMaster',
    actions: [],
  },
  {
    name: 'the master does not answer, but its container runs',
    given: withSentinels([unreachable, away, away], [silent, 'no pod', 'no pod']),
    ...nothing,
  },
  {
    name: 'the master does not answer, and its pod is to end: on a node that is cut off it goes on',
    given: withPod(withSentinels([unreachable, away, away], [silent, 'no pod', 'no pod']), 0, { isTerminating: true, isNodeLost: true }),
    ...nothing,
  },
  {
    name: 'the process of the master has ended and is back in the lobby, where it would wait for a majority: it is given a second',
    given: withSentinels([held({ lastRole: 'master' }), away, away], [silent, 'no pod', 'no pod']),
    rule: 'SpeedUpFailover',
    actions: [],
  },
  {
    name: 'that second is over',
    given: withSentinels([held({ lastRole: 'master' }), away, away], [silent, 'no pod', 'no pod'], waiting('SpeedUpFailover')),
    ...failover,
  },
];

describe('most sentinels are lost, and the master is', () => {
  test.for(unplanned)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});

const planned: readonly Situation[] = [
  {
    name: 'the master is drained: it hands over by the sentinel that is left',
    given: withPod(withSentinels(whole.servers, [monitoring(0), 'no pod', 'not scheduled']), 0, drained),
    rule: 'HandOverBeforeStop',
    actions: ['switch-over cart-redis-0'],
  },
  {
    name: 'the master is drained, and a sentinel is bare: with that one they are a majority again',
    given: withPod(withSentinels(whole.servers, [monitoring(0), bare, 'no pod']), 0, drained),
    rule: 'ConfigureBareSentinel',
    actions: ['monitor cart-redis-sentinel-1 cart-redis-0'],
  },
  {
    name: 'the master is drained, and a sentinel is silent',
    given: withPod(withSentinels(whole.servers, [monitoring(0), 'no pod', unreachable]), 0, drained),
    ...nothing,
  },
  {
    name: 'the master is to leave: that can wait for a majority',
    given: withSentinels(
      [...[0, 1, 2].map(() => serving('replica', follows3)), serving('master')],
      [monitoring(3), 'no pod', 'no pod'],
      redisCluster({ replicas: 3 }, formed),
    ),
    rule: 'HandOverBeforeRemoval',
    actions: [],
  },
  {
    name: 'a replica follows another host: it is made to follow the master, which is no risk',
    given: withSentinels([serving('master'), away, serving('replica', follows2)], [monitoring(0), 'no pod', 'no pod']),
    rule: 'RepointStrayReplica',
    actions: ['replica-of cart-redis-2'],
  },
];

describe('most sentinels are lost, and the master is to go', () => {
  test.for(planned)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});

const patient = waiting('RecoverWithoutMaster');
const behind = serving('replica', { isLinkUp: false, lineage: { replid: 'r1', offset: 90 } });

const recovery: readonly Situation[] = [
  {
    name: 'the only one that is there is bare, and the others were never there: the highest offset leads',
    given: withPod(withSentinels([unreachable, behind, away], [bare, 'no pod', 'not scheduled'], patient), 0, undefined),
    rule: 'RecoverWithoutMaster',
    actions: ['promote cart-redis-2', 'monitor cart-redis-sentinel-0 cart-redis-2'],
  },
  {
    name: 'one that has ended may start again with an older master and its epoch',
    given: withPod(withSentinels([unreachable, behind, away], [bare, 'no pod', 'ended'], patient), 0, undefined),
    ...nothing,
  },
  {
    name: 'a member that runs is out of sight: those that are gone may have elected it',
    given: withPod(withSentinels([unreachable, unreachable, away], [bare, 'no pod', 'no pod'], patient), 0, undefined),
    ...nothing,
  },
  {
    name: 'nobody of them is there: they are awaited',
    given: withPod(withSentinels([unreachable, behind, away], ['no pod', 'no pod', 'no pod'], patient), 0, undefined),
    ...nothing,
  },
];

describe('most sentinels are lost, and the others know nothing', () => {
  test.for(recovery)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});

describe('whose word it is', () => {
  const promoted = [unreachable, serving('master'), serving('replica', follows1)];

  test('the one that is left has promoted a replica: the labels follow it', () => {
    const given = withPod(withSentinels(promoted, [monitoring(1, { configEpoch: 1 }), 'no pod', 'no pod']), 0, undefined);
    expect(leaderOf(given)?.name).toBe('cart-redis-1');
    const labels = plan(given).applies.filter(({ kind }) => kind === 'Pod');
    expect(labels.map(({ metadata }) => [metadata.name, metadata.labels?.['dataservices.dev/role']])).toEqual([
      ['cart-redis-1', 'master'],
      ['cart-redis-2', 'replica'],
    ]);
  });

  test('while a sentinel is silent, nobody is known to lead and no label changes', () => {
    const given = withPod(withSentinels(promoted, [monitoring(1, { configEpoch: 1 }), 'no pod', unreachable]), 0, undefined);
    expect(leaderOf(given)).toBeUndefined();
    expect(plan(given).applies.filter(({ kind }) => kind === 'Pod')).toEqual([]);
  });
});
