import { describe, expect, test } from 'vitest';
import { claim, formed, kafka, kafkaCluster, observed, partition, quorum, withPod } from '../testing/observed-builder.ts';
import { decisionOf, reasonOf, type Situation } from '../testing/situation.ts';

const three = [0, 1, 2].map((index) => partition('orders', index, '012'));
const whole = observed({
  kafka: kafka(
    '012',
    three.map((one) => ({ ...one, leader: 0 })),
  ),
});
const outdated = { podHash: 'old' };

const rolls: readonly Situation[] = [
  {
    name: 'controllers restart first, and the active one last of them',
    given: withPod(
      withPod(withPod(whole, 'cart-kafka-controller-0', outdated), 'cart-kafka-controller-1', outdated),
      'cart-kafka-2',
      outdated,
    ),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-kafka-controller-1'],
  },
  {
    name: 'then the active one',
    given: withPod(withPod(whole, 'cart-kafka-controller-0', outdated), 'cart-kafka-2', outdated),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-kafka-controller-0'],
  },
  { name: 'then brokers', given: withPod(whole, 'cart-kafka-2', outdated), rule: 'RollOneMember', actions: ['delete-pod cart-kafka-2'] },
  {
    name: 'a replica on another broker has not caught up: it stays',
    given: withPod(observed({ kafka: kafka('012', [partition('orders', 0, '012', '0')]) }), 'cart-kafka-2', outdated),
    rule: 'RollOneMember',
    actions: [],
  },
  {
    name: 'a replica on it has not caught up, and it is needed by nobody: it goes',
    given: withPod(observed({ kafka: kafka('012', [partition('orders', 0, '012', '2')]) }), 'cart-kafka-2', outdated),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-kafka-2'],
  },
  {
    name: 'a partition that needs all its replicas cannot be spared, and holds nobody up',
    given: withPod(observed({ kafka: kafka('012', [partition('single', 0, '2')]) }), 'cart-kafka-2', outdated),
    rule: 'RollOneMember',
    actions: ['delete-pod cart-kafka-2'],
  },
  {
    name: 'another broker is away: nobody restarts',
    given: withPod(observed({ kafka: kafka('012', three, {}, '0') }), 'cart-kafka-2', outdated),
    rule: 'RollOneMember',
    actions: [],
  },
  {
    name: 'a controller is behind: none of the others restarts',
    given: withPod(observed({ quorum: quorum('012', '', '1') }), 'cart-kafka-controller-2', outdated),
    rule: 'RollOneMember',
    actions: [],
  },
  {
    name: 'a pod that is stuck with an outdated template is replaced, whatever the rest is like',
    given: withPod(observed({ kafka: undefined, quorum: undefined }), 'cart-kafka-1', { ...outdated, isReady: false }),
    rule: 'ReplaceStuckMember',
    actions: ['delete-pod cart-kafka-1'],
  },
];

const behind = { kafka: kafka('012', three, { clusterSettings: { 'min.insync.replicas': '2', 'log.retention.ms': '5' } }) };
const given = (dynamicConfig: readonly string[], spec = {}) =>
  observed({ ...behind, cluster: kafkaCluster(spec, { ...formed, kraft: { ...formed.kraft, dynamicConfig } }) });
const newer = { state: 'serving' as const, supported: { 'metadata.version': { min: 7, max: 31 } }, finalized: { 'metadata.version': 30 } };
const upgraded = {
  ...whole,
  brokers: whole.brokers.map((one) => ({ ...one, server: newer })),
  controllers: whole.controllers.map((one) => ({ ...one, server: newer })),
};

const rests: readonly Situation[] = [
  {
    name: 'a setting that needs no restart',
    given: given(['min.insync.replicas'], { config: { 'log.retention.ms': 7 } }),
    rule: 'KeepSettings',
    actions: ['alter-settings cluster log.retention.ms=7'],
  },
  {
    name: 'a setting that was taken out of the spec is taken back',
    given: given(['min.insync.replicas', 'log.retention.ms']),
    rule: 'KeepSettings',
    actions: ['alter-settings cluster -log.retention.ms'],
  },
  { name: 'a setting that somebody else made is left alone', given: given(['min.insync.replicas']), rule: undefined, actions: [] },
  {
    name: 'every server can do more: the upgrade is finished',
    given: upgraded,
    rule: 'FinishUpgrade',
    actions: ['finish-upgrade metadata.version 31'],
  },
  {
    name: 'one server cannot yet: it is not',
    given: { ...upgraded, controllers: whole.controllers },
    rule: undefined,
    actions: [],
  },
  {
    name: 'nothing moves: limits go',
    given: observed({ kafka: kafka('012', [], { brokerSettings: new Map([[0, { 'leader.replication.throttled.rate': '1024' }]]) }) }),
    rule: 'ClearThrottles',
    actions: ['alter-settings broker 0 -leader.replication.throttled.rate'],
  },
  {
    name: 'another than the first replica leads',
    given: observed({ kafka: kafka('012', [{ ...partition('orders', 0, '012'), leader: 1 }]) }),
    rule: 'ElectLeaders',
    actions: ['elect-leaders orders-0'],
  },
  {
    name: 'the first replica is not in sync: it is waited for',
    given: observed({ kafka: kafka('012', [partition('orders', 0, '012', '0')]) }),
    rule: 'AwaitMembers',
    actions: [],
  },
  { name: 'all is well', given: whole, rule: undefined, actions: [] },
];

describe.for([
  ['a changed template', rolls],
  ['settings, upgrades and leaders', rests],
] as const)('%s', ([, situations]) => {
  test.for(situations)('$name', ({ given: situation, rule, actions }) => {
    expect(decisionOf(situation)).toEqual({ rule, actions });
  });
});

test('what a roll waits for is named', () => {
  const waiting = withPod(observed({ kafka: kafka('012', [partition('orders', 7, '012', '0')]) }), 'cart-kafka-2', outdated);
  expect(reasonOf(waiting)).toContain('orders-7');
});

test('a volume that grows is waited for in the end', () => {
  const volumes = [0, 1, 2].map((ordinal) => claim('broker', ordinal, { request: '20Gi', resize: { state: 'Growing' } }));
  const growing = observed({ cluster: kafkaCluster({ storage: { size: '20Gi' } }), claims: { broker: volumes } });
  expect(reasonOf(growing)).toContain('volumes to grow');
});
