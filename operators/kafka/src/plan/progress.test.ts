import type { KafkaClusterStatus } from '@dataservices/api';
import { annotationKeys } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import type { KafkaView, Observed } from '../observed.ts';
import { status } from '../status.ts';
import { formed, kafka, kafkaCluster, nowMs, observed, partition } from '../testing/observed-builder.ts';
import { plan } from './plan.ts';
import type { Progress } from './progress.ts';

const mebibyte = 2 ** 20;
const sizes = new Map([0, 1].map((index) => [`orders/${index}`, 600 * mebibyte]));
const brokerSettings = new Map([0, 1, 2, 3].map((id) => [id, id === 3 ? { 'cordoned.log.dirs': '*' } : {}]));
const underWay = { topic: 'orders', partition: 0, replicas: [0, 1, 3, 2], adding: [2], removing: [3] };
const beginning = { since: '2026-01-01T00:00:00Z', observedAt: '2026-01-01T00:00:00Z' };
const begun: Progress = { ...beginning, partitionsLeft: 2, bytesLeft: 1_200 * mebibyte };

/** Broker 3 leaves: one partition on it is on its way, another is not begun. */
function leaving(input: {
  readonly known?: Progress;
  readonly afterMs?: number;
  readonly arrived?: number;
  readonly kafka?: KafkaView;
}): Observed {
  const { known, afterMs = 0, arrived = 0 } = input;
  const record: Partial<KafkaClusterStatus> = { ...formed, kraft: { ...formed.kraft, ...(known !== undefined && { moves: known }) } };
  const partitions = [partition('orders', 0, '0132', '2'), partition('orders', 1, '013')];
  const copied = new Map([['orders/0', arrived * mebibyte]]);
  const view = kafka('0123', partitions, { brokerSettings, sizes, arrived: copied, reassignments: [underWay] });
  return observed({
    cluster: kafkaCluster({ replicas: 3 }, record),
    brokers: '0123',
    kafka: input.kafka ?? view,
    changes: { now: nowMs + afterMs },
  });
}

const movesOf = (given: Observed) => status(given, plan(given), { problems: [] }).kraft?.moves;
const messageOf = (given: Observed) => plan(given).step?.reason;

describe('how far moves have come', () => {
  test('at first: what is left, that under way included, and no guess', () => {
    expect(movesOf(leaving({}))).toEqual(begun);
    expect(messageOf(leaving({ arrived: 300 }))).toBe('cart-kafka-3 to leave: 2 partitions still to move, 900 MiB to copy');
  });

  test('within ten seconds of the last time the same is said, whatever has arrived since', () => {
    const given = leaving({ known: begun, afterMs: 9_400, arrived: 300 });
    expect(movesOf(given)).toEqual(begun);
    expect(messageOf(given)).toBe(messageOf(leaving({ known: begun })));
  });

  test('after that, how fast it goes, and when it is over', () => {
    const given = leaving({ known: begun, afterMs: 10_000, arrived: 100 });
    expect(movesOf(given)).toEqual({
      since: begun.since,
      observedAt: '2026-01-01T00:00:10Z',
      partitionsLeft: 2,
      bytesLeft: 1_100 * mebibyte,
      bytesPerSecond: 10 * mebibyte,
      estimatedEnd: '2026-01-01T00:02:00Z',
    });
    expect(messageOf(given)).toBe('cart-kafka-3 to leave: 2 partitions still to move, 1.1 GiB to copy, about 2 min left');
  });

  test.for([
    ['it was faster before', { ...begun, bytesPerSecond: 30 * mebibyte }, 10_000, 20 * mebibyte],
    ['the clock was set back', { ...begun, bytesPerSecond: 7 }, -60_000, 7],
  ] as const)('%s', ([, known, afterMs, bytesPerSecond]) => {
    expect(movesOf(leaving({ known, afterMs, arrived: 100 }))).toMatchObject({ bytesPerSecond });
  });

  test('it stands still: no end is named', () => {
    const moves = movesOf(leaving({ known: begun, afterMs: 60_000 }));
    expect(moves).toMatchObject({ bytesLeft: begun.bytesLeft, bytesPerSecond: 0 });
    expect(moves).not.toHaveProperty('estimatedEnd');
  });

  test('while moves wait, or are only to be shown, what was said last stays', () => {
    const away = kafka('0123', [partition('orders', 0, '013')], { brokerSettings, sizes }, '1');
    expect(movesOf(leaving({ known: begun, afterMs: 60_000, kafka: away }))).toEqual(begun);
    const { cluster, ...rest } = leaving({ known: begun, afterMs: 60_000 });
    const metadata = { ...cluster.metadata, annotations: { [annotationKeys.dryRun]: 'true' } };
    expect(movesOf({ ...rest, cluster: { ...cluster, metadata } })).toEqual(begun);
  });

  test('nothing is to move any more, or not yet for lack of brokers: nothing is said', () => {
    const empty = kafka('0123', [partition('orders', 0, '012')], { brokerSettings, sizes });
    expect(movesOf(leaving({ known: begun, afterMs: 60_000, kafka: empty }))).toBeUndefined();
    const few = observed({ cluster: kafkaCluster({ replicas: 2 }), brokers: '012', kafka: kafka('012', [partition('orders', 0, '012')]) });
    expect(movesOf(few)).toBeUndefined();
  });

  test('nobody says where partitions are: what was said last stays', () => {
    const { kafka: _, ...rest } = leaving({ known: begun, afterMs: 60_000 });
    expect(movesOf({ ...rest, kafka: undefined })).toEqual(begun);
  });
});
