import { describe, expect, test } from 'vitest';
import type { KafkaView } from '../observed.ts';
import { formed, kafka, kafkaCluster, observed, partition, quorum } from '../testing/observed-builder.ts';
import { decisionOf, reasonOf, type Situation } from '../testing/situation.ts';

const three = [0, 1, 2].map((index) => partition('orders', index, '012'));
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

describe('fewer brokers', () => {
  test.for(drains)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});

test('a size that the data forbids names the topic and the sizes that are possible', () => {
  const asked = observed({ cluster: kafkaCluster({ replicas: 2 }), brokers: '012', kafka: kafka('012', three) });
  expect(reasonOf(asked)).toContain(
    'topic orders has 3 replicas, and 2 brokers would be left: lower its replication factor, or set spec.replicas to 3',
  );
});
