import { describe, expect, test } from 'vitest';
import type { KafkaView } from '../observed.ts';
import { claim, formed, kafka, kafkaCluster, observed, partition, quorum, withPod } from '../testing/observed-builder.ts';
import { decisionOf, reasonOf, type Situation } from '../testing/situation.ts';

const three = [0, 1, 2].map((index) => partition('orders', index, '012'));
const spread = (...more: readonly number[]) => ({ ...formed, kraft: { ...formed.kraft, spreadOver: [0, 1, 2, ...more] } });
const leaving = (partitions: KafkaView['partitions'], changes: Partial<KafkaView> = {}) => ({
  cluster: kafkaCluster({ replicas: 3 }),
  brokers: '0123',
  kafka: kafka('0123', partitions, changes),
});
const cordoned = new Map([0, 1, 2, 3].map((id) => [id, id === 3 ? { 'cordoned.log.dirs': '*' } : {}]));
const moving = { topic: 'orders', partition: 0, replicas: [0, 1, 2, 3], adding: [2], removing: [3] };

const drains: readonly Situation[] = [
  {
    name: 'no new partitions come to a broker that is to leave',
    given: observed(leaving([partition('orders', 0, '013')])),
    rule: 'DrainBrokers',
    actions: ['alter-settings broker 3 cordoned.log.dirs=*'],
  },
  {
    name: 'then what is on it moves, and nothing else',
    given: observed(leaving([partition('orders', 0, '013'), partition('orders', 1, '012')], { brokerSettings: cordoned })),
    rule: 'DrainBrokers',
    actions: ['move-partitions orders-0:012'],
  },
  {
    name: 'topics of Kafka itself move as well',
    given: observed(leaving([partition('__consumer_offsets', 0, '301')], { brokerSettings: cordoned })),
    rule: 'DrainBrokers',
    actions: ['move-partitions __consumer_offsets-0:201'],
  },
  {
    name: 'what is on its way is waited for',
    given: observed(leaving([partition('orders', 0, '0123')], { brokerSettings: cordoned, reassignments: [moving] })),
    rule: 'DrainBrokers',
    actions: [],
  },
  {
    name: 'a topic has more replicas than brokers would be left: nothing is done',
    given: observed({
      cluster: kafkaCluster({ replicas: 2 }),
      brokers: '012',
      kafka: kafka('012', three),
    }),
    rule: 'DrainBrokers',
    actions: [],
  },
  {
    name: 'one that stays is away: nothing is done',
    given: observed({ ...leaving([partition('orders', 0, '013')]), kafka: kafka('0123', [partition('orders', 0, '013')], {}, '1') }),
    rule: 'DrainBrokers',
    actions: [],
  },
  {
    name: 'a partition lacks replicas in sync: nothing is done',
    given: observed(leaving([partition('orders', 0, '013', '01')])),
    rule: 'DrainBrokers',
    actions: [],
  },
  {
    name: 'the broker that leaves is lost: its replicas are made anew on those that stay',
    given: observed({ ...leaving([]), brokers: '012', kafka: kafka('0123', [partition('orders', 0, '013', '3')], {}, '3') }),
    rule: 'DrainBrokers',
    actions: ['move-partitions orders-0:012'],
  },
  {
    name: 'empty: its volume is marked first',
    given: observed(leaving([partition('orders', 0, '012')], { brokerSettings: cordoned })),
    rule: 'RetainVolume',
    actions: ['annotate-claim data-cart-kafka-3'],
  },
  {
    name: 'its pod is gone: the cluster forgets it',
    given: observed({ ...leaving([]), brokers: '012', kafka: kafka('0123', three, {}, '3') }),
    rule: 'UnregisterBroker',
    actions: ['unregister-broker 3'],
  },
  {
    name: 'its pod is gone and something is still on it: it is not forgotten',
    given: observed({ ...leaving([]), brokers: '012', kafka: kafka('0123', [partition('orders', 0, '03', '3')], {}, '3') }),
    rule: 'DrainBrokers',
    actions: ['move-partitions orders-0:01'],
  },
  {
    name: 'wanted again: what is on its way stays, and new partitions come',
    given: observed({
      cluster: kafkaCluster({ replicas: 4 }, { ...formed, kraft: { ...formed.kraft, draining: [3] } }),
      kafka: kafka('0123', [partition('orders', 0, '0123')], { brokerSettings: cordoned, reassignments: [moving] }),
    }),
    rule: 'CancelDrain',
    actions: ['move-partitions orders-0:cancel', 'alter-settings broker 3 -cordoned.log.dirs'],
  },
  {
    name: 'stopped: nobody leaves',
    given: observed({
      cluster: kafkaCluster({ replicas: 0 }),
      brokers: '012',
      controllers: '012',
      kafka: kafka('012', three),
      quorum: quorum('012'),
    }),
    rule: undefined,
    actions: [],
  },
];

const joined = kafka('0123', [...three, partition('orders', 3, '120')]);
const limited = { throttleBytesPerSecond: 1024 };

const spreads: readonly Situation[] = [
  {
    name: 'a broker that joined gets its share',
    given: observed({ cluster: kafkaCluster({ replicas: 4 }), kafka: joined }),
    rule: 'SpreadPartitions',
    actions: [expect.stringMatching(/^move-partitions orders-\d:\S*3/)],
  },
  {
    name: 'it was counted in already: nothing moves',
    given: observed({ cluster: kafkaCluster({ replicas: 4 }, spread(3)), kafka: joined }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'nothing is to move: it is noted',
    given: observed({ cluster: kafkaCluster({ replicas: 4 }), kafka: kafka('0123') }),
    rule: 'SpreadPartitions',
    actions: [],
  },
  {
    name: 'with rebalance.mode None nothing moves',
    given: observed({ cluster: kafkaCluster({ replicas: 4, rebalance: { mode: 'None' } }), kafka: joined }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'with a limit, the limit is set before anything moves',
    given: observed({
      cluster: kafkaCluster({ replicas: 2, rebalance: limited }, { ...formed, kraft: { ...formed.kraft, spreadOver: [0] } }),
      kafka: kafka('01', [partition('orders', 0, '0'), partition('orders', 1, '0')], { clusterSettings: { 'min.insync.replicas': '1' } }),
    }),
    rule: 'SpreadPartitions',
    actions: [
      expect.stringMatching(
        /^alter-settings broker 0 leader\S*rate=1024 follower\S*rate=1024; broker 1 .*; topic orders leader\S*replicas=(\d):0 follower\S*replicas=\1:1$/,
      ),
      expect.stringMatching(/^move-partitions orders-\d:1$/),
    ],
  },
];

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

const five = kafkaCluster({ controllers: { replicas: 5 } });

const quorums: readonly Situation[] = [
  {
    name: 'a wanted controller that listens votes',
    given: observed({ cluster: five, quorum: quorum('012', '34') }),
    rule: 'KeepQuorum',
    actions: ['add-voter 1003 directory-3'],
  },
  {
    name: 'one that has not caught up is waited for',
    given: observed({ cluster: five, quorum: quorum('0124', '3', '3') }),
    rule: 'AwaitMembers',
    actions: [],
  },
  {
    name: 'one that is not asked for votes no longer, the highest first',
    given: observed({ controllers: '01234', quorum: quorum('01234') }),
    rule: 'KeepQuorum',
    actions: ['remove-voter 1004 directory-4'],
  },
  {
    name: 'the one that leads goes last',
    given: observed({ controllers: '01234', quorum: { ...quorum('01234'), leaderId: 1004 } }),
    rule: 'KeepQuorum',
    actions: ['remove-voter 1003 directory-3'],
  },
  {
    name: 'too few of the others are in step: nobody goes',
    given: observed({ controllers: '0123', quorum: quorum('0123', '', '12') }),
    rule: 'KeepQuorum',
    actions: [],
  },
  {
    name: 'a lost volume: its former voter goes first',
    given: observed({ quorum: { ...quorum('012', '', '1'), observers: [{ id: 1001, directoryId: 'new', lag: 0, sinceCaughtUpMs: 0 }] } }),
    rule: 'KeepQuorum',
    actions: ['remove-voter 1001 directory-1'],
  },
  {
    name: 'and the new one votes then',
    given: observed({ quorum: { ...quorum('02'), observers: [{ id: 1001, directoryId: 'new', lag: 0, sinceCaughtUpMs: 0 }] } }),
    rule: 'KeepQuorum',
    actions: ['add-voter 1001 new'],
  },
  {
    name: 'its former identity is still listed for a while after that: it goes on voting',
    given: observed({ quorum: { ...quorum('012'), observers: [{ id: 1001, directoryId: 'old', lag: 900, sinceCaughtUpMs: 90_000 }] } }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'its former identity is still listed and its new one listens: the new one votes',
    given: observed({
      quorum: {
        ...quorum('02'),
        observers: [
          { id: 1001, directoryId: 'old', lag: 900, sinceCaughtUpMs: 90_000 },
          { id: 1001, directoryId: 'new', lag: 0, sinceCaughtUpMs: 0 },
        ],
      },
    }),
    rule: 'KeepQuorum',
    actions: ['add-voter 1001 new'],
  },
  {
    name: 'nobody leads: nothing is changed',
    given: observed({ controllers: '01234', quorum: { ...quorum('01234'), leaderId: undefined } }),
    rule: 'AwaitMembers',
    actions: [],
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
  ['fewer brokers', drains],
  ['more brokers', spreads],
  ['a changed template', rolls],
  ['controllers', quorums],
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

test('a size that the data forbids names the topic and the sizes that are possible', () => {
  const asked = observed({ cluster: kafkaCluster({ replicas: 2 }), brokers: '012', kafka: kafka('012', three) });
  expect(reasonOf(asked)).toContain(
    'topic orders has 3 replicas, and 2 brokers would be left: lower its replication factor, or set spec.replicas to 3',
  );
});

test('a volume that grows is waited for in the end', () => {
  const volumes = [0, 1, 2].map((ordinal) => claim('broker', ordinal, { request: '20Gi', resize: { state: 'Growing' } }));
  const growing = observed({ cluster: kafkaCluster({ storage: { size: '20Gi' } }), claims: { broker: volumes } });
  expect(reasonOf(growing)).toContain('volumes to grow');
});
