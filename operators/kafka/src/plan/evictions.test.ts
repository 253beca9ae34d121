import { annotationKeys } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import type { ReassignmentView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { kafka, kafkaCluster, names, observed, partition, quorum, withPod } from '../testing/observed-builder.ts';
import { plan } from './plan.ts';

type Budget = { readonly spec: { readonly maxUnavailable: number } };

/** How many pods may be evicted at once, by whose. */
function evictable(given: Observed): Readonly<Record<string, number>> {
  const budgets = plan(given).applies.filter(({ kind }) => kind === 'PodDisruptionBudget');
  return Object.fromEntries(budgets.map((budget) => [budget.metadata.name, (budget as unknown as Budget).spec.maxUnavailable]));
}

const whole = { 'cart-kafka': 1, 'cart-kafka-controller': 1 };
const noBroker = { ...whole, 'cart-kafka': 0 };
const noController = { ...whole, 'cart-kafka-controller': 0 };

const orders = [partition('orders', 0, '012'), partition('orders', 1, '120')];
const behind = kafka('012', [partition('orders', 0, '012', '2'), partition('orders', 1, '120')]);
const two = kafkaCluster({ replicas: 2, controllers: { replicas: 1 } });
const one = kafkaCluster({ replicas: 1, controllers: { replicas: 1 } });
const lenient = { topics: new Map([['orders', { minIsr: 1, leaderThrottled: '', followerThrottled: '' }]]) };
const toFour: ReassignmentView = { topic: 'orders', partition: 0, replicas: [3, 0, 1, 2], adding: [3], removing: [0] };
const moving = (isBehind: string) =>
  observed({
    cluster: kafkaCluster({ replicas: 4 }),
    kafka: kafka('0123', [partition('orders', 0, '3012', isBehind)], { reassignments: [toFour] }),
  });

describe('what may be evicted', () => {
  test.for([
    ['all is well: one of each', observed({ kafka: kafka('012', orders) }), whole],
    ['a broker is back, takes connections, and its replicas are behind', observed({ kafka: behind }), noBroker],
    [
      'one more than are needed are in sync, and another catches up',
      observed({ kafka: kafka('012', [partition('orders', 0, '012', '2')], lenient) }),
      noBroker,
    ],
    ['a broker is fenced, whose pod is ready', observed({ kafka: kafka('012', orders, {}, '1') }), noBroker],
    ['a broker ends', withPod(observed({ kafka: kafka('012', orders) }), 'cart-kafka-1', { isTerminating: true }), noBroker],
    ['a broker has no pod', observed({ brokers: '02', kafka: kafka('012', orders) }), noBroker],
    ['no broker says where partitions are', observed({ kafka: undefined }), noBroker],
    ['a controller is behind', observed({ quorum: quorum('012', '', '2') }), noController],
    ['a controller does not vote yet', observed({ quorum: quorum('01', '2') }), noController],
    ['nobody says who votes', observed({ quorum: undefined }), noController],
    ['partitions that move: their new replicas are not relied on', moving('3'), whole],
    ['partitions that move, and one that was there is behind', moving('32'), noBroker],
    [
      'partitions with a single replica cannot be spared, and hold nobody up',
      observed({ cluster: two, kafka: kafka('01', [partition('orders', 0, '0'), partition('orders', 1, '1')]) }),
      whole,
    ],
    ['a single broker and a single controller', observed({ cluster: one, kafka: kafka('0', [partition('orders', 0, '0')]) }), whole],
  ] as const)('%s', ([, given, expected]) => {
    expect(evictable(given)).toEqual(expected);
  });
});

/** With these budgets on the server. */
function standing(given: Observed): Observed {
  const budget = (name: string) => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, uid: name, resourceVersion: '1' },
  });
  const objects = [names.data, names.controller].map((name) => [`PodDisruptionBudget/${name}`, budget(name)] as const);
  return { ...given, objects: new Map(objects) };
}

describe('while nothing else is changed', () => {
  const paused = observed({ cluster: kafkaCluster({ paused: true }), kafka: behind });
  const { metadata, ...rest } = kafkaCluster({ replicas: 4 });
  const dry = { ...rest, metadata: { ...metadata, annotations: { [annotationKeys.dryRun]: 'true' } } };
  const shown = observed({ cluster: dry, brokers: '012', kafka: behind });

  test('paused: those that are there stay true, and none is made', () => {
    expect(evictable(standing(paused))).toEqual(noBroker);
    expect(plan(paused).applies).toEqual([]);
  });

  test('a dry run shows what would be done, and does nothing but that', () => {
    expect(plan(standing(shown)).applies.map(({ kind }) => kind)).toEqual(['PodDisruptionBudget', 'PodDisruptionBudget']);
    const { step, preview, applies, prunes } = plan(shown);
    expect({ step, applies, prunes }).toEqual({ step: undefined, applies: [], prunes: undefined });
    expect(preview?.applies.map(({ kind }) => kind)).toContain('StatefulSet');
    expect(preview?.step?.rule).toBe('AwaitMembers');
  });
});
