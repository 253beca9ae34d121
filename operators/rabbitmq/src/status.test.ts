import { describe, expect, test } from 'vitest';
import type { Observed } from './observed.ts';
import { balanceKey } from './plan/balance-leaders.ts';
import { plan } from './plan/plan.ts';
import { status } from './status.ts';
import { clusterId, observed, quorumQueue, rabbitmqCluster, sees, unreachable, withPod } from './testing/observed-builder.ts';

const calm = { clustering: { balanceLeaders: 'Disabled' } } as const;
const whole = { cluster: rabbitmqCluster(calm), servers: [sees('012'), sees('012'), sees('012')] };
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
      name: 'a node is lost',
      given: observed({ ...whole, servers: [sees('012', {}, '1'), unreachable, sees('012', {}, '1')] }),
      expected: { Available: 'True QuorumServes', MembersReady: 'False MembersMissing', Settled: 'False AwaitMembers' },
    },
    {
      name: 'a node lost its data and is alone, while the others still list it',
      given: observed({ ...whole, servers: [sees('012'), sees('012'), sees('2')] }),
      expected: { Available: 'True QuorumServes', MembersReady: 'False MembersMissing', Ready: 'False MembersMissing' },
    },
    {
      name: 'a node lacks memory: consumers are served',
      given: observed({ ...whole, servers: [sees('012'), sees('012', { alarms: ['memory'] }), sees('012')] }),
      expected: { Available: 'True PublishersBlocked', Ready: 'True Ready', Settled: 'True Settled' },
    },
    {
      name: 'two are lost',
      given: observed({ ...whole, servers: [sees('012', {}, '12'), unreachable, unreachable] }),
      expected: { Available: 'False NoQuorum', Ready: 'False NoQuorum' },
    },
    {
      name: 'no node takes clients',
      given: observed({ ...whole, servers: whole.servers.map((server) => ({ ...server, isInService: false })) }),
      expected: { Available: 'False NotInService' },
    },
    {
      name: 'a member of a queue is away',
      given: observed({ ...whole, changes: { queues: [quorumQueue('a', '012', { online: [] })] } }),
      expected: { MembersReady: 'True AllReady', Settled: 'False AwaitMembers' },
    },
    {
      name: 'stopped at 0',
      given: observed({ cluster: rabbitmqCluster({ replicas: 0 }), servers: [] }),
      expected: { Available: 'False Stopped', Settled: 'True Stopped' },
    },
    {
      name: 'a node is still to leave',
      given: observed({ ...whole, cluster: rabbitmqCluster({ ...calm, replicas: 2 }) }),
      expected: { Available: 'True QuorumServes', Settled: 'False MembersLeaving' },
    },
    {
      name: 'a changed template',
      given: withPod(observed(whole), 0, { podHash: 'old' }),
      expected: { MembersReady: 'True AllReady', Ready: 'True Ready', Settled: 'False RollOneMember' },
    },
    {
      name: 'paused',
      given: observed({ ...whole, cluster: rabbitmqCluster({ paused: true }) }),
      expected: { Available: 'True QuorumServes', Settled: 'True Paused' },
    },
    {
      name: 'the Secret is gone',
      given: observed({ ...whole, changes: { secrets: { missing: [], problem: 'Secret cart-rabbitmq-internal is gone' } } }),
      expected: { Available: 'True QuorumServes', Stalled: 'True InvalidSecret' },
    },
  ])('$name', ({ given, expected }) => {
    expect(conditionsOf(given)).toMatchObject(expected);
  });
});

describe('the origin of the cluster', () => {
  const formationOf = (given: Observed) => status(given, plan(given), noProblems).formation;
  const founding = { clusterId, formation: { origin: 'Founded', formed: false } };

  test('is written down together with the identity, and neither while the object is paused', () => {
    const fresh = observed({ cluster: rabbitmqCluster({}, {}), servers: [] });
    expect(status(fresh, plan(fresh), noProblems)).toMatchObject({ clusterId: 'f4e54', formation: { origin: 'Founded', formed: false } });
    const paused = observed({ cluster: rabbitmqCluster({ paused: true }, {}), servers: [] });
    expect(status(paused, plan(paused), noProblems)).toEqual(expect.not.objectContaining({ clusterId: expect.anything() }));
  });

  test('it is there once a node has served, and for good', () => {
    expect(formationOf(observed({ cluster: rabbitmqCluster({}, founding), servers: [sees('0')] }))).toMatchObject({ formed: true });
    expect(formationOf(observed({ servers: [unreachable, unreachable, unreachable] }))).toMatchObject({ formed: true });
  });

  test('with ephemeral storage it ends with its pods: when all are new, one founds again', () => {
    const cluster = rabbitmqCluster({ storage: { ephemeral: true } });
    const gone = { cluster, servers: [unreachable, unreachable, unreachable], claims: [] };
    expect(formationOf(observed(gone))).toEqual({ origin: 'Founded', formed: false });
    expect(formationOf(observed({ ...gone, orders: { 2: `join ${clusterId} -\n` } }))).toMatchObject({ formed: true });
    expect(formationOf(observed({ ...gone, servers: [unreachable, unreachable, undefined] }))).toMatchObject({ formed: true });
  });
});

describe('over which pods leaders were spread', () => {
  const given = observed({ servers: whole.servers });
  const spread = (outcome: Parameters<typeof status>[2]) => status(given, plan(given), outcome).formation?.balancedFor;

  test('is written down when it was done, and not when it failed', () => {
    expect(spread(noProblems)).toBe(balanceKey(given));
    expect(spread({ problems: [{ reason: 'Timeout', message: '', isTerminal: false }] })).toBeUndefined();
  });

  test('stays written down, or leaders would be spread in every pass', () => {
    const formation = { origin: 'Founded', formed: true, balancedFor: balanceKey(given) } as const;
    const after = observed({ servers: whole.servers, cluster: rabbitmqCluster({}, { clusterId, formation }) });
    expect(status(after, plan(after), noProblems).formation).toMatchObject({ balancedFor: balanceKey(given) });
  });
});
