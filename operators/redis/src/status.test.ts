import { describe, expect, test } from 'vitest';
import type { SentinelView } from './client/port.ts';
import type { Observed } from './observed.ts';
import { plan } from './plan/plan.ts';
import { status } from './status.ts';
import {
  claim,
  host,
  lobby,
  monitoring,
  noSecrets,
  nowMs,
  observed,
  redisCluster,
  serving,
  unreachable,
} from './testing/observed-builder.ts';
import { tls } from './testing/tls-samples.ts';

const formed = { clusterId: 'c0ffee' };
const sentinels = [monitoring(0), monitoring(0), monitoring(0)];
const whole = { servers: [serving('master'), serving('replica'), serving('replica')], sentinels };
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
        Available: 'True MasterServes',
        MembersReady: 'True AllReady',
        Settled: 'True Settled',
        Ready: 'True Ready',
        Reconciling: 'False Settled',
        Stalled: 'False NotStalled',
      },
    },
    {
      name: 'a replica is lost',
      given: observed({ ...whole, servers: [serving('master'), serving('replica'), unreachable] }),
      expected: {
        Available: 'True MasterServes',
        MembersReady: 'False MembersMissing',
        Settled: 'False AwaitMembers',
        Ready: 'False MembersMissing',
      },
    },
    {
      name: 'the master is lost',
      given: observed({ ...whole, servers: [unreachable, serving('replica'), serving('replica')] }),
      expected: { Available: 'False NoMaster', Ready: 'False NoMaster' },
    },
    {
      name: 'a master without any replica takes no writes',
      given: observed({ ...whole, servers: [serving('master'), unreachable, unreachable] }),
      expected: { Available: 'False TooFewReplicas' },
    },
    {
      name: 'stopped at 0',
      given: observed({ cluster: redisCluster({ replicas: 0 }, formed), servers: [], sentinels: [] }),
      expected: { Available: 'False Stopped', Settled: 'True Stopped' },
    },
    {
      name: 'paused',
      given: observed({ ...whole, cluster: redisCluster({ paused: true }, formed) }),
      expected: { Available: 'True MasterServes', Settled: 'True Paused' },
    },
    {
      name: 'every volume is empty although there was data',
      given: observed({
        servers: [lobby('empty'), lobby('partial'), lobby('empty')],
        sentinels: [{ state: 'bare' }, { state: 'bare' }, { state: 'bare' }],
      }),
      expected: {
        Stalled: 'True ManualDecisionRequired',
        Settled: 'False ManualDecisionRequired',
        Reconciling: 'False ManualDecisionRequired',
      },
    },
    {
      name: 'the only member is empty, and volumes of members that have left are kept',
      given: observed({
        cluster: redisCluster({ replicas: 1 }, formed),
        servers: [lobby('empty', { isRefusing: true })],
        sentinels: [monitoring(0), monitoring(0), monitoring(0)],
        claims: [claim(0), claim(1)],
      }),
      expected: { Stalled: 'True ManualDecisionRequired' },
    },
    {
      name: 'the master lost its volume before any of the new replicas had a copy',
      given: observed({
        servers: [
          lobby('empty', { isRefusing: true }),
          serving('replica', { isElectable: false, isLinkUp: false }),
          serving('replica', { isElectable: false, isLinkUp: false }),
        ],
        sentinels: [monitoring(0), monitoring(0), monitoring(0)],
      }),
      expected: { Stalled: 'True ManualDecisionRequired' },
    },
    {
      name: 'a new replica still copies the data of a master that is away for a moment',
      given: observed({
        servers: [unreachable, serving('replica', { isElectable: false, isLinkUp: false }), lobby('empty')],
        sentinels: [monitoring(0), monitoring(0), monitoring(0)],
      }),
      expected: { Stalled: 'False NotStalled' },
    },
    {
      name: 'the volume of the master is full',
      given: observed({ ...whole, servers: [serving('master', { isWriteFailing: true }), serving('replica'), serving('replica')] }),
      expected: { Available: 'False VolumeFull', MembersReady: 'False MembersMissing', Settled: 'False AwaitMembers' },
    },
    {
      name: 'the volume of a replica is full',
      given: observed({ ...whole, servers: [serving('master'), serving('replica'), serving('replica', { isWriteFailing: true })] }),
      expected: { Available: 'True MasterServes', MembersReady: 'False MembersMissing', Settled: 'False AwaitMembers' },
    },
    {
      name: 'the Secret that is named is not there',
      given: observed({ ...whole, changes: { secrets: { ...noSecrets, problem: 'spec.auth.secretName: there is no Secret' } } }),
      expected: { Stalled: 'True InvalidSecret', Available: 'True MasterServes' },
    },
    {
      name: 'the certificate that was provided cannot be used',
      given: observed({ ...whole, changes: { tls: tls({ files: undefined, problem: 'Secret mine, key tls.crt is expired: renew it' }) } }),
      expected: { Stalled: 'True InvalidCertificate', Available: 'True MasterServes', Ready: 'True Ready' },
    },
  ])('$name', ({ given, expected }) => {
    expect(conditionsOf(given)).toMatchObject(expected);
  });

  test('an object that another owner holds stalls the cluster and is named', () => {
    const message = 'Service cart-redis exists already and belongs to nobody';
    expect(conditionsOf(observed(whole), { problems: [{ reason: 'NameTaken', message, isTerminal: true }] })).toMatchObject({
      Stalled: 'True NameTaken',
    });
  });
});

describe('status', () => {
  test('the identity is recorded as soon as a master holds data, and never before', () => {
    const founding = observed({ cluster: redisCluster(), servers: [lobby('empty')], sentinels: [] });
    expect(status(founding, plan(founding), noProblems).clusterId).toBeUndefined();
    const founded = observed({ cluster: redisCluster(), servers: [serving('master'), lobby('empty')], sentinels: [] });
    expect(status(founded, plan(founded), noProblems).clusterId).toBe('c0ffee');
  });

  test('the last leader is remembered while nobody leads: it has the best copy', () => {
    const given = observed({
      cluster: redisCluster({}, { ...formed, leader: 'cart-redis-2' }),
      servers: [unreachable, unreachable, unreachable],
      sentinels: [],
    });
    expect(status(given, plan(given), noProblems).leader).toBe('cart-redis-2');
  });

  test('members that are in step while no sentinel says who leads are not said to have lost their link', () => {
    const silent: SentinelView = { state: 'unreachable', error: 'does not answer' };
    const given = observed({ servers: whole.servers, sentinels: [silent, silent, silent] });
    const details = status(given, plan(given), noProblems).members?.map(({ detail }) => detail);
    expect(details).toEqual([
      'not agreed upon as the master',
      'follows a master that is not agreed upon',
      'follows a master that is not agreed upon',
      'does not answer',
      'does not answer',
      'does not answer',
    ]);
  });

  test('an operation that goes on keeps the time at which it began', () => {
    const operation = { rule: 'AwaitMembers', reason: 'AwaitMembers', message: 'm', since: '2025-12-31T23:59:00Z' };
    const given = observed({
      cluster: redisCluster({}, { ...formed, operation }),
      servers: [serving('master'), serving('replica'), unreachable],
      sentinels,
    });
    expect(status(given, plan(given), noProblems).operation?.since).toBe(operation.since);
    const other = observed({
      ...whole,
      cluster: redisCluster({}, { ...formed, operation }),
      servers: [serving('master'), serving('replica'), serving('replica', { masterHost: host(1) })],
    });
    expect(Date.parse(status(other, plan(other), noProblems).operation?.since ?? '')).toBe(nowMs);
  });

  test('traffic alone changes nothing in it', () => {
    const busy = observed({
      ...whole,
      servers: [
        serving('master', { lineage: { replid: 'r1', offset: 9_999 } }),
        serving('replica', { lineage: { replid: 'r1', offset: 9_000 } }),
        serving('replica'),
      ],
    });
    const calm = observed(whole);
    expect(status(busy, plan(busy), noProblems)).toEqual(status(calm, plan(calm), noProblems));
  });
});
