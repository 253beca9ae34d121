import type {
  BrokerView,
  ConfigResource,
  ConfigSource,
  ConfigView,
  LogDirView,
  PartitionView,
  QuorumView,
  ReassignmentView,
  ReplicaOfQuorumView,
  ResourceConfig,
} from '../client/port.ts';
import { type Running, type SimulatedKafka, votersRunning } from './simulated-kafka.ts';

export function brokerViews({ brokers }: SimulatedKafka): readonly BrokerView[] {
  return brokers.map(({ id, rack, isFenced }) => ({ id, host: '127.0.0.1', port: 9091, rack, isFenced }));
}

/** Controllers that run and do not vote are observers, and so are brokers. */
export function quorumView({ voters, leaderId, epoch, brokers }: SimulatedKafka, { controllers }: Running): QuorumView {
  const live = votersRunning(voters, controllers);
  const others = controllers.filter(({ id, directoryId }) => !voters.some((voter) => voter.id === id && voter.directoryId === directoryId));
  const near = { lag: 0, sinceCaughtUpMs: 0 };
  return {
    leaderId,
    epoch,
    highWatermark: 1000,
    voters: voters.map(
      (voter): ReplicaOfQuorumView => (live.includes(voter) ? { ...voter, ...near } : { ...voter, lag: 500, sinceCaughtUpMs: 60_000 }),
    ),
    observers: [
      ...others.map((other) => ({ ...other, ...near })),
      ...brokers.filter(({ isFenced }) => !isFenced).map(({ id }) => ({ id, directoryId: 'A'.repeat(22), ...near })),
    ],
  };
}

export function partitionViews({ partitions, brokers }: SimulatedKafka): readonly PartitionView[] {
  const isAway = (id: number) => brokers.find((broker) => broker.id === id)?.isFenced !== false;
  return partitions.map(({ topic, partition, leader, replicas, isr }) => ({
    topic,
    partition,
    isInternal: topic.startsWith('__'),
    leader,
    replicas,
    isr,
    offline: replicas.filter(isAway),
  }));
}

export function reassignmentViews({ partitions }: SimulatedKafka): readonly ReassignmentView[] {
  return partitions.flatMap(({ topic, partition, target, replicas }) => {
    if (target === undefined) return [];
    const adding = target.replicas.filter((id) => !target.before.includes(id));
    const removing = target.before.filter((id) => !target.replicas.includes(id));
    return { topic, partition, replicas, adding, removing };
  });
}

export function logDirViews({ partitions, brokers }: SimulatedKafka, brokerId: number): readonly LogDirView[] {
  const logs = partitions
    .filter(({ replicas }) => replicas.includes(brokerId))
    .map(({ topic, partition, isr, bytes, copied }) => {
      const own = isr.includes(brokerId) ? bytes : (copied[brokerId] ?? 0);
      return { topic, partition, bytes: own, lag: bytes - own, isFuture: false };
    });
  const isCordoned = brokers.find(({ id }) => id === brokerId)?.configs['cordoned.log.dirs'] !== undefined;
  const usedBytes = logs.reduce((sum, { bytes }) => sum + bytes, 0);
  return [{ path: '/data', error: undefined, totalBytes: 1e9, usableBytes: 1e9 - usedBytes, isCordoned, logs }];
}

const defaults: Readonly<Record<ConfigResource['type'], Readonly<Record<string, string>>>> = {
  topic: { 'min.insync.replicas': '1', 'retention.ms': '604800000' },
  broker: { 'min.insync.replicas': '1', 'log.retention.ms': '604800000' },
  cluster: {},
};

/** Undefined for what does not exist. What is set nearest counts. */
export function configView(
  kafka: SimulatedKafka,
  resource: ConfigResource,
  keys: readonly string[] | undefined,
): ResourceConfig | undefined {
  const own = ownConfigs(kafka, resource);
  if (own === undefined) return undefined;
  const inherited = resource.type === 'cluster' ? {} : kafka.clusterConfigs;
  const layers: readonly (readonly [ConfigSource, Readonly<Record<string, string>>])[] = [
    [resource.type, own],
    ['cluster', inherited],
    ['default', defaults[resource.type]],
  ];
  const known = [...new Set(layers.flatMap(([, values]) => Object.keys(values)))];
  const configs = (keys === undefined ? known : known.filter((key) => keys.includes(key))).map((key): ConfigView => {
    const layer = layers.find(([, values]) => values[key] !== undefined);
    return { key, value: layer?.[1][key], source: layer?.[0] ?? 'default', isReadOnly: false, isSensitive: false };
  });
  return { ...resource, configs };
}

function ownConfigs(kafka: SimulatedKafka, { type, name }: ConfigResource): Readonly<Record<string, string>> | undefined {
  switch (type) {
    case 'cluster':
      return kafka.clusterConfigs;
    case 'topic':
      return kafka.topicConfigs[name];
    case 'broker':
      return kafka.brokers.find(({ id }) => String(id) === name)?.configs;
  }
}
