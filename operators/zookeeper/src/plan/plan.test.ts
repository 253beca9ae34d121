import { annotationKeys } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import { clusterId, electing, leading, membership, observed, serving, unreachable, zookeeperCluster } from '../testing/observed-builder.ts';
import { decisionOf, type Situation } from '../testing/situation.ts';
import { plan } from './plan.ts';

const follower = serving('follower');
const whole = { servers: [follower, follower, leading('123')] };
const founding = { clusterId, ensemble: { origin: 'Founded', formed: false } };
const noStatus = {};

const founded: readonly Situation[] = [
  {
    name: 'a new object: where its ensemble comes from is written down before anything is made',
    given: observed({ cluster: zookeeperCluster({}, noStatus), servers: [] }),
    rule: 'RecordOrigin',
    actions: [],
  },
  {
    name: 'the first pod is there: it founds, alone',
    given: observed({ cluster: zookeeperCluster({}, founding), servers: [unreachable, unreachable, unreachable] }),
    rule: 'FoundEnsemble',
    actions: ['order-founding cart-zookeeper-0'],
  },
  {
    name: 'it was told already',
    given: observed({ cluster: zookeeperCluster({}, founding), servers: [unreachable], orders: { 0: `found ${clusterId} -\n` } }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'only others are there: nobody else founds',
    given: observed({ cluster: zookeeperCluster({}, founding), servers: [undefined, unreachable, unreachable] }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'somebody has served before, and all are away now: nobody founds again',
    given: observed({ servers: [unreachable, unreachable, unreachable] }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'volumes were there when the object was made: nobody founds',
    given: observed({
      cluster: zookeeperCluster({}, { clusterId, ensemble: { origin: 'Adopted', formed: true } }),
      servers: [unreachable, electing, electing],
    }),
    rule: 'AwaitMembers',
    actions: [],
  },
];

const sized: readonly Situation[] = [
  {
    name: 'two are in step and no members yet: both get their votes at once',
    given: observed({ servers: [leading('1', {}, 2), follower, follower] }),
    rule: 'ChangeMembership',
    actions: ['reconfig cart-zookeeper-0: 2 participant, 3 participant'],
  },
  {
    name: 'the leader has not caught them up: whether they are in step is not known',
    given: observed({ servers: [leading('1', {}, 1), follower, follower] }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a larger cluster, and a member that stays is away: waits, and says so',
    given: observed({
      cluster: zookeeperCluster({ replicas: 4 }),
      servers: [follower, unreachable, leading('123', {}, 1), serving('follower')],
    }),
    rule: 'ChangeMembership',
    actions: [],
  },
  {
    name: 'a smaller one, and only the member that leaves is away: it leaves',
    given: observed({
      cluster: zookeeperCluster({ replicas: 3 }),
      servers: [follower, follower, leading('123+4'), unreachable],
    }),
    rule: 'ChangeMembership',
    actions: ['reconfig cart-zookeeper-2: -4'],
  },
  {
    name: 'a member has just left: the others show that they commit without, before its pod goes',
    given: observed({
      cluster: zookeeperCluster({ replicas: 2 }),
      servers: [leading('1+2', { zxid: '100000009', membership: membership('1+2', '100000009') }, 1), serving('observer'), follower],
    }),
    rule: 'ConfirmMembership',
    actions: ['commit-write cart-zookeeper-0'],
  },
  {
    name: 'stopped: the membership stays as it is',
    given: observed({ cluster: zookeeperCluster({ replicas: 0 }), ...whole }),
    rule: undefined,
    actions: [],
  },
];

describe.for([
  ['an ensemble is founded', founded],
  ['more and fewer members', sized],
] as const)('%s', ([, situations]) => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});

describe('what is applied', () => {
  const kinds = (given: Parameters<typeof plan>[0]) => plan(given).applies.map(({ kind }) => kind);

  test('no StatefulSet before the origin of the ensemble is written down', () => {
    expect(kinds(observed({ cluster: zookeeperCluster({}, noStatus), servers: [] }))).not.toContain('StatefulSet');
    expect(kinds(observed({ cluster: zookeeperCluster({}, founding), servers: [] }))).toContain('StatefulSet');
  });

  test('paused: nothing but marks of pods', () => {
    const cluster = zookeeperCluster({ paused: true, replicas: 1 });
    const given = observed({ cluster, ...whole });
    expect(plan(given).step).toBeUndefined();
    expect(new Set(kinds(given))).toEqual(new Set(['Pod']));
  });

  test('dry run: what would be done is there to be looked at, and nothing else is done', () => {
    const cluster = zookeeperCluster({ replicas: 2 });
    const asked = { ...cluster, metadata: { ...cluster.metadata, annotations: { [annotationKeys.dryRun]: 'true' } } };
    const decided = plan(observed({ cluster: asked, ...whole }));
    expect(decided.step).toBeUndefined();
    expect(decided.preview?.step?.rule).toBe('ChangeMembership');
  });
});
