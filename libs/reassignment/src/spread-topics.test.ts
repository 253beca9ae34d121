import { expect, test } from 'vitest';
import type { Partition } from './cluster-state.ts';
import { planReassignment } from './plan-reassignment.ts';
import { countLeaders, countReplicas, outcomeOf } from './testing/outcome.ts';

const topic = (name: string, count: number, bytes: number): readonly Partition[] =>
  Array.from({ length: count }, (_, partition) => ({
    topic: name,
    partition,
    replicas: [0, 1, 2].map((at) => (partition + at) % 3),
    bytes,
  }));

// As in a new cluster: Kafka's own topic has many partitions with next to nothing in them.
const partitions = [...topic('__consumer_offsets', 50, 100), ...topic('orders', 12, 20_000_000), ...topic('mails', 6, 100)];
const brokers = [0, 1, 2, 3].map((id) => ({ id }));

const ofTopic = (all: readonly Partition[], name: string) => all.filter((one) => one.topic === name);

test('a broker that has joined gets its share of what is large, and not everything that is small', () => {
  const plan = planReassignment({ mode: 'balance', brokers, partitions });
  const after = outcomeOf({ partitions }, plan);
  const [orders, offsets] = [ofTopic(after, 'orders'), ofTopic(after, '__consumer_offsets')];
  for (const { id } of brokers) {
    expect(countReplicas(id, orders), `replicas of orders on ${id}`).toBe(9);
    expect(countReplicas(id, offsets), `replicas of offsets on ${id}`).toBeGreaterThanOrEqual(37);
    expect(countReplicas(id, offsets), `replicas of offsets on ${id}`).toBeLessThanOrEqual(38);
    expect(countLeaders(id, orders), `leaders of orders on ${id}`).toBe(3);
  }
  expect(plan.bytes).toBeLessThan(9 * 20_000_000 + 10_000);
});

test('of one topic the smallest partitions move', () => {
  const uneven = topic('orders', 12, 0).map((one) => ({ ...one, bytes: one.partition < 6 ? 100 : 1 }));
  const { bytes } = planReassignment({ mode: 'balance', brokers, partitions: uneven });
  expect(bytes).toBeLessThan(9 * 100);
  expect(bytes).toBeGreaterThan(0);
});
