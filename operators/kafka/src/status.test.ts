import { describe, expect, test } from 'vitest';
import type { Observed } from './observed.ts';
import { plan } from './plan/plan.ts';
import { status } from './status.ts';
import { clusterId, formed, kafka, kafkaCluster, observed, partition, quorum, withPod } from './testing/observed-builder.ts';

const noProblems = { problems: [] };

function conditionsOf(given: Observed, outcome = noProblems as Parameters<typeof status>[2]) {
  const conditions = status(given, plan(given), outcome).conditions ?? [];
  return Object.fromEntries(conditions.map(({ type, status: value, reason }) => [type, `${value} ${reason}`]));
}

const statusOf = (given: Observed) => status(given, plan(given), noProblems);

describe('conditions', () => {
  test.for([
    {
      name: 'all is well',
      given: observed(),
      expected: {
        Available: 'True PartitionsServe',
        MembersReady: 'True AllReady',
        Settled: 'True Settled',
        Ready: 'True Ready',
        Reconciling: 'False Settled',
        Stalled: 'False NotStalled',
      },
    },
    {
      name: 'a broker is away, and every partition takes writes',
      given: observed({ kafka: kafka('012', [partition('orders', 0, '012', '1')], {}, '1') }),
      expected: { Available: 'True PartitionsServe', MembersReady: 'False MembersMissing', Settled: 'False AwaitMembers' },
    },
    {
      name: 'two are away',
      given: observed({ kafka: kafka('012', [partition('orders', 0, '012', '12')], {}, '12') }),
      expected: { Available: 'False BelowMinIsr', Ready: 'False BelowMinIsr' },
    },
    {
      name: 'the broker with the only replica is away, which stays in sync',
      given: observed({ kafka: kafka('012', [{ ...partition('orders', 0, '1'), leader: undefined, offline: [1] }], {}, '1') }),
      expected: { Available: 'False PartitionsOffline', Ready: 'False PartitionsOffline' },
    },
    {
      name: 'a controller is behind',
      given: observed({ quorum: quorum('012', '', '2') }),
      expected: { Available: 'True PartitionsServe', MembersReady: 'False MembersMissing' },
    },
    {
      name: 'no controller leads',
      given: observed({ quorum: undefined }),
      expected: { Available: 'False NoQuorum', Ready: 'False NoQuorum' },
    },
    { name: 'no broker answers', given: observed({ kafka: undefined }), expected: { Available: 'False NoBroker' } },
    {
      name: 'stopped at 0',
      given: observed({ cluster: kafkaCluster({ replicas: 0 }), kafka: undefined, quorum: undefined }),
      expected: { Available: 'False Stopped', Settled: 'True Stopped' },
    },
    {
      name: 'a broker is still to leave',
      given: observed({ brokers: '0123', kafka: kafka('0123', [partition('orders', 0, '013')]) }),
      expected: { Settled: 'False MembersLeaving' },
    },
    {
      name: 'a controller is still to leave',
      given: observed({ controllers: '01234', quorum: quorum('01234') }),
      expected: { Settled: 'False MembersLeaving' },
    },
    {
      name: 'the version before is asked for, after the upgrade was finished',
      given: observed({ cluster: kafkaCluster({ version: '4.2.1' }) }),
      expected: { Stalled: 'True VersionCannotGoBack', Available: 'True PartitionsServe' },
    },
  ])('$name', ({ given, expected }) => {
    expect(conditionsOf(given)).toMatchObject(expected);
  });
});

describe('what the status remembers', () => {
  test('founders and identity are written down together, before there is any pod', () => {
    const given = observed({
      cluster: kafkaCluster({ controllers: { replicas: 1 } }, {}),
      brokers: '',
      controllers: '',
      kafka: undefined,
      quorum: undefined,
    });
    expect(statusOf(given)).toMatchObject({
      clusterId: 'fresh',
      kraft: { origin: 'Founded', formed: false, founders: [{ id: 1000, directoryId: 'fresh-0' }] },
    });
  });

  test('with volumes there are no founders', () => {
    const { kraft } = statusOf(observed({ cluster: kafkaCluster({}, {}), kafka: undefined, quorum: undefined }));
    expect(kraft).toEqual({ origin: 'Adopted', formed: true });
  });

  test('there is a cluster as soon as a controller leads', () => {
    const toFound = { clusterId, kraft: { ...formed.kraft, formed: false } };
    expect(statusOf(observed({ cluster: kafkaCluster({}, toFound), kafka: undefined })).kraft?.formed).toBe(true);
  });

  test('whoever is there from the beginning has not joined', () => {
    const { spreadOver: _, ...kraft } = formed.kraft;
    const given = observed({ cluster: kafkaCluster({}, { ...formed, kraft }), kafka: kafka('012', [partition('orders', 0, '01')]) });
    expect(statusOf(given).kraft?.spreadOver).toEqual([0, 1, 2]);
  });

  test('a broker that joined counts when it has its share, and one that leaves no longer', () => {
    const four = kafkaCluster({ replicas: 4 });
    const uneven = [0, 1, 2, 3].map((index) => partition('orders', index, '012'));
    expect(statusOf(observed({ cluster: four, kafka: kafka('0123', uneven) })).kraft?.spreadOver).toEqual([0, 1, 2]);
    const even = ['012', '123', '230', '301'].map((replicas, index) => partition('orders', index, replicas));
    expect(statusOf(observed({ cluster: four, kafka: kafka('0123', even) })).kraft?.spreadOver).toEqual([0, 1, 2, 3]);
    const { kraft } = statusOf(observed({ cluster: kafkaCluster({ replicas: 2 }), brokers: '012', kafka: kafka('012') }));
    expect(kraft).toMatchObject({ spreadOver: [0, 1], draining: [2] });
  });

  test('a broker that was to leave, and is back with nothing left of it, is not being emptied any more', () => {
    const back = kafkaCluster({ replicas: 4 }, { ...formed, kraft: { ...formed.kraft, draining: [3] } });
    expect(statusOf(observed({ cluster: back, kafka: kafka('0123') })).kraft).not.toHaveProperty('draining');
    expect(statusOf(observed({ cluster: back, kafka: undefined })).kraft?.draining).toEqual([3]);
  });

  test('the version is the new one when every pod is, and what it can do is in force', () => {
    const changed = kafkaCluster({ version: '4.3.2' });
    expect(statusOf(withPod(observed({ cluster: changed }), 'cart-kafka-0', { podHash: 'old' })).version).toBe('4.3.1');
    expect(statusOf(observed({ cluster: changed })).version).toBe('4.3.2');
  });

  test('members, brokers and controllers, with what they lack', () => {
    const { members, readyReplicas, leader } = statusOf(observed({ kafka: kafka('012', [], {}, '2') }));
    expect({ readyReplicas, leader }).toEqual({ readyReplicas: 2, leader: 'cart-kafka-controller-0' });
    expect(members?.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'cart-kafka-controller-0 active controller',
      'cart-kafka-controller-1 controller',
      'cart-kafka-controller-2 controller',
      'cart-kafka-0 broker',
      'cart-kafka-1 broker',
      'cart-kafka-2 unknown',
    ]);
    expect(members?.at(-1)?.detail).toContain('fenced');
  });
});
