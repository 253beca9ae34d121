import type { KafkaCluster } from '@dataservices/api';

/**
 * Settings that running brokers take for the whole cluster, so that nobody restarts for them. Source: the documentation of Kafka's broker
 * configurations, update mode cluster-wide.
 */
const dynamicKeys: ReadonlySet<string> = new Set([
  'background.threads',
  'compression.gzip.level',
  'compression.lz4.level',
  'compression.type',
  'compression.zstd.level',
  'log.cleaner.backoff.ms',
  'log.cleaner.dedupe.buffer.size',
  'log.cleaner.delete.retention.ms',
  'log.cleaner.io.buffer.load.factor',
  'log.cleaner.io.buffer.size',
  'log.cleaner.io.max.bytes.per.second',
  'log.cleaner.max.compaction.lag.ms',
  'log.cleaner.min.cleanable.ratio',
  'log.cleaner.min.compaction.lag.ms',
  'log.cleaner.threads',
  'log.cleanup.policy',
  'log.index.interval.bytes',
  'log.index.size.max.bytes',
  'log.message.timestamp.after.max.ms',
  'log.message.timestamp.before.max.ms',
  'log.message.timestamp.type',
  'log.preallocate',
  'log.retention.bytes',
  'log.retention.ms',
  'log.roll.jitter.ms',
  'log.roll.ms',
  'log.segment.bytes',
  'log.segment.delete.delay.ms',
  'max.connection.creation.rate',
  'max.connections',
  'max.connections.per.ip',
  'message.max.bytes',
  'min.insync.replicas',
  'num.io.threads',
  'num.network.threads',
  'num.recovery.threads.per.data.dir',
  'num.replica.fetchers',
]);

const minIsr = 'min.insync.replicas';

/** With three brokers or more, a write is acknowledged by two of them before it counts. */
const safeBrokers = 3;

/** What all brokers are to be given while they run, by key. */
export function dynamicSettings({ spec }: KafkaCluster): Readonly<Record<string, string>> {
  const asked = Object.entries(spec.config).filter(([key]) => dynamicKeys.has(key));
  return { [minIsr]: spec.replicas >= safeBrokers ? '2' : '1', ...Object.fromEntries(asked.map(([key, value]) => [key, String(value)])) };
}

/** What a broker reads when it starts. */
export function staticSettings({ spec }: KafkaCluster): Readonly<Record<string, string | number>> {
  return Object.fromEntries(Object.entries(spec.config).filter(([key]) => !dynamicKeys.has(key)));
}
