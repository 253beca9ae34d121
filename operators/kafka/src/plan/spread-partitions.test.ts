import { describe, expect, test } from 'vitest';
import { formed, kafka, kafkaCluster, observed, partition } from '../testing/observed-builder.ts';
import { decisionOf, type Situation } from '../testing/situation.ts';

const three = [0, 1, 2].map((index) => partition('orders', index, '012'));
const spread = (...more: readonly number[]) => ({ ...formed, kraft: { ...formed.kraft, spreadOver: [0, 1, 2, ...more] } });
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

describe('more brokers', () => {
  test.for(spreads)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });
});
