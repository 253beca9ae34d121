import { createMetrics } from '@dataservices/reconcile';
import { expect, test } from 'vitest';
import { KafkaAdminError } from './client/kafka-admin-error.ts';
import type { GroupLagView, KafkaAdmin } from './client/port.ts';
import { groupLagMetrics } from './group-lag-metrics.ts';
import { kafkaCluster } from './testing/observed-builder.ts';

const { signal } = new AbortController();
const of = (group: string, topic: string, partition: number, lag: number): GroupLagView => ({ group, topic, partition, committed: 0, lag });

/** Kafka, as far as it tells of groups, and what is shown of it. */
function bed() {
  const { registry } = createMetrics();
  const state = { nowMs: 0, asked: 0, lags: [] as readonly GroupLagView[], isSilent: false };
  const metrics = groupLagMetrics(registry, () => state.nowMs);
  const listGroupLags = async () => {
    state.asked += 1;
    if (state.isSilent) throw new KafkaAdminError('Timeout', 'no answer');
    return state.lags;
  };
  return {
    state,
    metrics,
    look: (cluster = kafkaCluster()) => metrics.look(cluster, { listGroupLags } as unknown as KafkaAdmin, signal),
    async shown(): Promise<readonly string[]> {
      const found = (await registry.getMetricsAsJSON()).filter(({ name }) => name.startsWith('kafka_consumer_group_lag'));
      return found.flatMap(({ values }) => values.map(({ labels, value }) => `${Object.values(labels).join(' ')} ${value}`));
    },
  };
}

test('the partitions of a topic are added up, for each group', async () => {
  const { state, look, shown } = bed();
  state.lags = [of('a', 'orders', 0, 3), of('a', 'orders', 1, 4), of('a', 'mails', 0, 0), of('b', 'orders', 0, 9)];
  await look();
  expect(await shown()).toEqual(['shop cart b orders 9', 'shop cart a orders 7', 'shop cart a mails 0', 'shop cart 0']);
});

test('Kafka is asked every half minute, and a group that is gone is shown no more', async () => {
  const { state, look, shown } = bed();
  state.lags = [of('a', 'orders', 0, 3)];
  await look();
  state.lags = [];
  state.nowMs = 29_999;
  await look();
  expect([state.asked, await shown()]).toEqual([1, ['shop cart a orders 3', 'shop cart 0']]);
  state.nowMs = 30_000;
  await look();
  expect([state.asked, await shown()]).toEqual([2, ['shop cart 0']]);
});

test('of very many, those furthest behind are shown, and how many are not', async () => {
  const { state, look, shown } = bed();
  state.lags = Array.from({ length: 250 }, (_, index) => of(`g${index}`, 'orders', 0, index));
  await look();
  const lines = await shown();
  expect(lines).toHaveLength(201);
  expect([lines[0], lines.at(-1)]).toEqual(['shop cart g249 orders 249', 'shop cart 50']);
});

test('while Kafka is silent, what was learned last is shown, but not for ever', async () => {
  const { state, look, shown } = bed();
  state.lags = [of('a', 'orders', 0, 3)];
  await look();
  state.isSilent = true;
  state.nowMs = 100_000;
  await look();
  expect(await shown()).toHaveLength(2);
  state.nowMs = 180_000;
  await look();
  expect(await shown()).toEqual([]);
});

test('nothing is shown without metrics, nor of a cluster that is gone', async () => {
  const { state, look, shown, metrics } = bed();
  state.lags = [of('a', 'orders', 0, 3)];
  await look(kafkaCluster({ metrics: { mode: 'Disabled' } }));
  expect([state.asked, await shown()]).toEqual([0, []]);
  await look();
  metrics.gone('shop/cart');
  expect(await shown()).toEqual([]);
});
