import { describe, expect, test } from 'vitest';
import type { Observed } from './observed.ts';
import { plan } from './plan/plan.ts';
import { status } from './status.ts';
import { clusterId, leading, observed, serving, unreachable, withPod, zookeeperCluster } from './testing/observed-builder.ts';

const follower = serving('follower');
const whole = { servers: [follower, follower, leading('123')] };
const noProblems = { problems: [] };

function conditionsOf(given: Observed, outcome = noProblems as Parameters<typeof status>[2]) {
  const conditions = status(given, plan(given), outcome).conditions ?? [];
  return Object.fromEntries(conditions.map(({ type, status: value, reason }) => [type, `${value} ${reason}`]));
}

describe('conditions', () => {
  test.for([
    {
      name: 'all is well',
      given: observed(whole),
      expected: {
        Available: 'True QuorumServes',
        MembersReady: 'True AllReady',
        Settled: 'True Settled',
        Ready: 'True Ready',
        Reconciling: 'False Settled',
        Stalled: 'False NotStalled',
      },
    },
    {
      name: 'a follower is lost',
      given: observed({ servers: [follower, unreachable, leading('123')] }),
      expected: { Available: 'True QuorumServes', MembersReady: 'False MembersMissing', Settled: 'False AwaitMembers' },
    },
    {
      name: 'one says that it leads, and has no majority by its own count',
      given: observed({
        servers: [
          leading('123', { learners: { syncedFollowers: 0, syncedNonVotingFollowers: 0, syncedObservers: 0 } }),
          unreachable,
          unreachable,
        ],
      }),
      expected: { Available: 'False NoQuorum', Ready: 'False NoQuorum' },
    },
    {
      name: 'stopped at 0',
      given: observed({ cluster: zookeeperCluster({ replicas: 0 }), servers: [] }),
      expected: { Available: 'False Stopped', Settled: 'True Stopped' },
    },
    {
      name: 'a member is still to leave',
      given: observed({ cluster: zookeeperCluster({ replicas: 2 }), ...whole }),
      expected: { Available: 'True QuorumServes', Settled: 'False MembersLeaving' },
    },
    {
      name: 'a changed template',
      given: withPod(observed(whole), 0, { podHash: 'old' }),
      expected: { MembersReady: 'True AllReady', Ready: 'True Ready', Settled: 'False RollOneMember' },
    },
    {
      name: 'paused',
      given: observed({ ...whole, cluster: zookeeperCluster({ paused: true }) }),
      expected: { Available: 'True QuorumServes', Settled: 'True Paused' },
    },
    {
      name: 'the Secret is gone',
      given: observed({
        ...whole,
        changes: { secrets: { missing: [], clients: [], former: [], problem: 'Secret cart-zookeeper-internal is gone' } },
      }),
      expected: { Available: 'True QuorumServes', Stalled: 'True InvalidSecret' },
    },
  ])('$name', ({ given, expected }) => {
    expect(conditionsOf(given)).toMatchObject(expected);
  });
});

describe('the origin of the ensemble', () => {
  const ensembleOf = (given: Observed) => status(given, plan(given), noProblems).ensemble;
  const founding = { clusterId, ensemble: { origin: 'Founded', formed: false } };

  test('is written down together with the identity, and neither while the object is paused', () => {
    const fresh = observed({ cluster: zookeeperCluster({}, {}), servers: [] });
    expect(status(fresh, plan(fresh), noProblems)).toMatchObject({ clusterId: 'f4e54', ensemble: { origin: 'Founded', formed: false } });
    const paused = observed({ cluster: zookeeperCluster({ paused: true }, {}), servers: [] });
    expect(status(paused, plan(paused), noProblems)).toEqual(expect.not.objectContaining({ clusterId: expect.anything() }));
  });

  test('it is there once a member has served, and for good', () => {
    expect(ensembleOf(observed({ cluster: zookeeperCluster({}, founding), servers: [leading('1')] }))).toMatchObject({ formed: true });
    expect(ensembleOf(observed({ servers: [unreachable, unreachable, unreachable] }))).toMatchObject({ formed: true });
  });

  test('with ephemeral storage it ends with its pods: when all are new, one founds again', () => {
    const cluster = zookeeperCluster({ storage: { ephemeral: true } });
    const gone = { cluster, servers: [unreachable, unreachable, unreachable], claims: [] };
    expect(ensembleOf(observed(gone))).toEqual({ origin: 'Founded', formed: false });
    expect(ensembleOf(observed({ ...gone, orders: { 2: `join ${clusterId} -\n` } }))).toMatchObject({ formed: true });
    expect(ensembleOf(observed({ ...gone, servers: [unreachable, unreachable, undefined] }))).toMatchObject({ formed: true });
  });
});

test('traffic alone changes nothing in it', () => {
  const busy = observed({
    servers: [serving('follower', { zxid: '00000001fffffffe' }), follower, leading('123', { zxid: '00000001ffffffff' })],
  });
  const calm = observed(whole);
  expect(status(busy, plan(busy), noProblems)).toEqual(status(calm, plan(calm), noProblems));
});
