import { describe, expect, test } from 'vitest';
import {
  claim,
  clusterId,
  formed,
  founders,
  kafka,
  kafkaCluster,
  names,
  observed,
  pod,
  quorum,
  unreachable,
  withPod,
} from '../testing/observed-builder.ts';
import { decisionOf, type Situation } from '../testing/situation.ts';
import { plan } from './plan.ts';

const silent = { kafka: undefined, quorum: undefined } as const;
const toFound = { clusterId, kraft: { origin: 'Founded', formed: false, founders } };
const untold = { 0: '', 1: '', 2: '' };

const beginnings: readonly Situation[] = [
  {
    name: 'a new object: where it comes from is written down before anything is made',
    given: observed({ cluster: kafkaCluster({}, {}), brokers: '', controllers: '', ...silent }),
    rule: 'RecordOrigin',
    actions: [],
  },
  {
    name: 'the founders are told to found, all of them at once',
    given: observed({ cluster: kafkaCluster({}, toFound), orders: untold, ...silent }),
    rule: 'FoundCluster',
    actions: ['order-founding cart-kafka-controller-0', 'order-founding cart-kafka-controller-1', 'order-founding cart-kafka-controller-2'],
  },
  {
    name: 'one is there later: it is told as well',
    given: observed({ cluster: kafkaCluster({}, toFound), orders: { 2: '' }, ...silent }),
    rule: 'FoundCluster',
    actions: ['order-founding cart-kafka-controller-2'],
  },
  {
    name: 'all are told: the cluster is waited for',
    given: observed({ cluster: kafkaCluster({}, toFound), ...silent }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'the status says that there is a cluster: nobody is told to found, whoever is silent',
    given: observed({ orders: untold, ...silent }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'a controller leads although the status does not say so yet: nobody is told to found',
    given: observed({ cluster: kafkaCluster({}, toFound), orders: untold, kafka: undefined }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'paused: nothing is done',
    given: withPod(observed({ cluster: kafkaCluster({ paused: true }) }), 'cart-kafka-0', { podHash: 'old' }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'the version before, after the upgrade was finished: nothing is restarted',
    given: withPod(observed({ cluster: kafkaCluster({ version: '4.2.1' }) }), 'cart-kafka-0', { podHash: 'old' }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'the patch before restarts like any change',
    given: withPod(observed({ cluster: kafkaCluster({ version: '4.3.0' }) }), 'cart-kafka-0', { podHash: 'old' }),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-kafka-0'],
  },
];

describe('beginnings, pauses and stalls', () => {
  test.for(beginnings)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});

test('the order to found names every founder with the identity that the status has, whoever is there', () => {
  const given = observed({ cluster: kafkaCluster({}, toFound), controllers: '1', orders: untold, ...silent });
  const [action] = plan(given).step?.actions ?? [];
  const voters = [0, 1, 2].map((n) => `${1000 + n}@${names.controller}-${n}.${names.domains.controller}:9093:directory-${n}`);
  expect(action).toMatchObject({ kind: 'order-founding', order: `found ${clusterId} ${voters.join(',')}\n` });
});

const marksOf = (given: ReturnType<typeof observed>) =>
  plan(given)
    .applies.filter(({ kind }) => kind === 'Pod')
    .map(({ metadata }) => metadata);

describe('what pods are marked with', () => {
  test('nothing, where all of it is there', () => {
    expect(marksOf(observed())).toEqual([]);
  });

  test('a new controller of a cluster that is there is told to join, and one that is to found it is not', () => {
    expect(marksOf(observed({ orders: { 1: '' } }))).toMatchObject([
      { name: 'cart-kafka-controller-1', annotations: { 'dataservices.dev/order': `join ${clusterId}\n` } },
    ]);
    expect(marksOf(observed({ cluster: kafkaCluster({}, toFound), orders: { 1: '' }, ...silent }))).toEqual([]);
  });

  test('a broker is told where it stands, and a node that does not report says nothing', () => {
    const given = observed();
    const rackless = (changes: Parameters<typeof pod>[1]) => {
      const [first, ...rest] = given.brokers;
      if (first === undefined) throw new Error('there is no broker');
      const { rack: _, ...untoldBroker } = first;
      return { ...given, brokers: [{ ...untoldBroker, pod: { ...pod(first.name), ...first.pod, ...changes } }, ...rest] };
    };
    expect(marksOf(rackless({}))).toMatchObject([{ name: 'cart-kafka-0', annotations: { 'dataservices.dev/rack': 'zone1' } }]);
    expect(marksOf(rackless({ isNodeLost: true }))).toEqual([]);
  });

  test('a broker that is fenced loses its role, and keeps where it stands; while nobody answers, nothing changes', () => {
    expect(marksOf(observed({ kafka: kafka('012', [], {}, '1') }))).toMatchObject([
      { name: 'cart-kafka-1', labels: {}, annotations: { 'dataservices.dev/rack': 'zone1' } },
    ]);
    expect(marksOf(observed({ kafka: undefined }))).toEqual([]);
  });
});

type Set = { readonly spec: { readonly replicas: number } };

function replicasOf(given: ReturnType<typeof observed>, name: string): number | undefined {
  const set = plan(given).applies.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === name);
  return (set as Set | undefined)?.spec.replicas;
}

describe('how many pods there are', () => {
  const four = { brokers: '0123', claims: { broker: [0, 1, 2, 3].map((ordinal) => claim('broker', ordinal)) } };
  const empty = kafka('0123');

  test.for([
    ['a broker that is to leave stays until its volume is marked', observed({ ...four, kafka: empty }), 4],
    [
      'then its pod goes',
      observed({ ...four, claims: { broker: [0, 1, 2, 3].map((n) => claim('broker', n, { isRetired: n === 3 })) }, kafka: empty }),
      3,
    ],
    ['nobody says what is on it', observed({ ...four, kafka: undefined }), 4],
  ] as const)('%s', ([, given, expected]) => {
    expect(replicasOf(given, 'cart-kafka')).toBe(expected);
  });

  test('a controller that votes stays', () => {
    expect(replicasOf(observed({ controllers: '01234', quorum: quorum('0123') }), 'cart-kafka-controller')).toBe(5);
    const claims = { controller: [0, 1, 2, 3, 4].map((n) => claim('controller', n, { isRetired: n > 2 })) };
    expect(replicasOf(observed({ controllers: '01234', quorum: quorum('0123'), claims }), 'cart-kafka-controller')).toBe(4);
  });

  test('founders stay until the cluster is there, whatever size is asked for meanwhile', () => {
    const given = observed({ cluster: kafkaCluster({ controllers: { replicas: 1 } }, toFound), controllers: '', claims: {}, ...silent });
    expect(replicasOf(given, 'cart-kafka-controller')).toBe(3);
  });

  test('after a stop all of them start that have not left', () => {
    const claims = { broker: [0, 1, 2, 3, 4].map((n) => claim('broker', n, { isRetired: n === 4 })), controller: [] };
    const given = observed({ cluster: kafkaCluster({ replicas: 1 }), brokers: '', controllers: '', claims, ...silent });
    expect(replicasOf(given, 'cart-kafka')).toBe(4);
  });

  test('none at 0: brokers first, and controllers when they have stopped', () => {
    const given = observed({ cluster: kafkaCluster({ replicas: 0 }, formed), brokers: '012', controllers: '012', kafka: kafka('012') });
    expect([replicasOf(given, 'cart-kafka'), replicasOf(given, 'cart-kafka-controller')]).toEqual([0, 3]);
    const later = { ...given, brokers: given.brokers.map(({ pod: _, ...broker }) => broker) };
    expect(replicasOf(later, 'cart-kafka-controller')).toBe(0);
  });
});

test('volumes of another cluster: no pod is made, and what runs is left running', () => {
  const claims = { broker: [claim('broker', 0, { clusterId: 'badcafe' })] };
  const given = observed({ claims, ...silent });
  expect(decisionOf(given)).toEqual({ rule: undefined, actions: [] });
  expect(plan(given).applies.map(({ kind }) => kind)).not.toContain('StatefulSet');
});

test('a member does not answer, and the cluster says that it serves: nothing is done to it, and it is awaited', () => {
  const given = observed();
  const deaf = { ...given, brokers: given.brokers.map((one) => ({ ...one, server: unreachable })) };
  expect(decisionOf(deaf)).toEqual({ rule: 'AwaitMembers', actions: [] });
  expect(plan(deaf).step?.reason).toContain('cart-kafka-0 to answer');
});

test('a broker does not tell its settings: whether a drain of it was taken back is not known, and it is awaited', () => {
  const { brokerSettings, ...known } = kafka('012');
  const given = observed({ kafka: { ...known, brokerSettings: new Map([...brokerSettings].filter(([id]) => id !== 2)) } });
  expect(decisionOf(given)).toEqual({ rule: 'AwaitMembers', actions: [] });
  expect(plan(given).step?.reason).toBe('waiting for cart-kafka-2 to tell its settings');
});
