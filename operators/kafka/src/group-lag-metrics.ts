import type { KafkaCluster } from '@dataservices/api';
import { gauge, type Metrics } from '@dataservices/reconcile';
import { KafkaAdminError } from './client/kafka-admin-error.ts';
import type { GroupLagView, KafkaAdmin } from './client/port.ts';

export type GroupLagMetrics = {
  /** Asks how far consumer groups are behind, unless that was asked lately or metrics are disabled. Does not throw where Kafka does not answer. */
  look(cluster: KafkaCluster, admin: KafkaAdmin, signal: AbortSignal): Promise<void>;
  /** A KafkaCluster is gone, and with it what is said of it. @param key `namespace/name` */
  gone(key: string): void;
};

/** Of each cluster. Where there are more groups and topics, those that are furthest behind are shown. */
const mostSeries = 200;
/** A look is a request or two to each broker. */
const intervalMs = 30_000;
/** What was not learned anew for so long says nothing any more. */
const staleMs = 180_000;

type Labels = { readonly namespace: string; readonly name: string; readonly group: string; readonly topic: string };
type Known = { readonly askedMs: number; readonly learnedMs: number; readonly shown: readonly Labels[] };

/**
 * How far consumer groups are behind, which no broker tells of itself: one series for each group and topic.
 *
 * @param now milliseconds that only ever grow
 */
export function groupLagMetrics(registry: Metrics['registry'], now: () => number = () => performance.now()): GroupLagMetrics {
  const labelNames = ['namespace', 'name', 'group', 'topic'] as const;
  const help = 'Records between what a consumer group has committed and the end of a topic, its partitions together';
  const lagRecords = gauge(registry, 'kafka_consumer_group_lag_records', help, labelNames);
  const hidden = gauge(registry, 'kafka_consumer_group_lag_hidden', 'Pairs of group and topic beyond those that are shown', [
    'namespace',
    'name',
  ]);
  const known = new Map<string, Known>();

  function gone(key: string): void {
    const [namespace = '', name = ''] = key.split('/');
    for (const labels of known.get(key)?.shown ?? []) lagRecords.remove(labels);
    hidden.remove({ namespace, name });
    known.delete(key);
  }

  function show(key: string, lags: readonly GroupLagView[], askedMs: number): void {
    const [namespace = '', name = ''] = key.split('/');
    const sums = sumsOf(lags);
    gone(key);
    const shown = sums.slice(0, mostSeries).map(({ group, topic, lag }) => {
      const labels = { namespace, name, group, topic };
      lagRecords.set(labels, lag);
      return labels;
    });
    hidden.set({ namespace, name }, sums.length - shown.length);
    known.set(key, { askedMs, learnedMs: askedMs, shown });
  }

  async function look({ metadata, spec }: KafkaCluster, admin: KafkaAdmin, signal: AbortSignal): Promise<void> {
    const key = `${metadata.namespace}/${metadata.name}`;
    if (spec.metrics.mode === 'Disabled') return gone(key);
    const before = known.get(key);
    const askedMs = now();
    if (before !== undefined && askedMs - before.askedMs < intervalMs) return;
    try {
      show(key, await admin.listGroupLags({ signal }), askedMs);
    } catch (error) {
      if (!(error instanceof KafkaAdminError)) throw error;
      if (before !== undefined && askedMs - before.learnedMs >= staleMs) gone(key);
      else known.set(key, { learnedMs: askedMs, shown: [], ...before, askedMs });
    }
  }

  return { look, gone };
}

/** By group and topic, those furthest behind first. */
function sumsOf(lags: readonly GroupLagView[]): readonly { readonly group: string; readonly topic: string; readonly lag: number }[] {
  const byPair = Map.groupBy(lags, ({ group, topic }) => JSON.stringify([group, topic]));
  const sums = [...byPair.values()].flatMap((of) => {
    const [first] = of;
    return first === undefined ? [] : { group: first.group, topic: first.topic, lag: of.reduce((sum, { lag }) => sum + lag, 0) };
  });
  return sums.toSorted((a, b) => b.lag - a.lag || compare(a.group, b.group) || compare(a.topic, b.topic));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
