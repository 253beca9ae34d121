import { kafkaRefusedKeys } from '../src/kafka-refused-keys.ts';
import type { BadSpecCase, SpecCase } from './redis-cluster-cases.ts';

export const goodSpecs: readonly SpecCase[] = [
  ['nothing', {}],
  ['no brokers', { replicas: 0 }],
  ['a single broker with a single controller', { replicas: 1, controllers: { replicas: 1 } }],
  ['a hundred brokers', { replicas: 100 }],
  ['the version before', { version: '4.2.1' }],
  ['settings as Kafka spells them', { config: { 'log.retention.hours': 24, 'compression.type': 'zstd', 'num.partitions': '6' } }],
  ['controllers on volumes of their own', { controllers: { replicas: 5, storage: { size: '4Gi', className: 'fast' } } }],
  ['moves that are slowed down', { rebalance: { mode: 'Leaders', throttleBytesPerSecond: 10_485_760, maxMovesPerBroker: 2 } }],
  ['no racks', { rack: { mode: 'None' } }],
  ['a tuned virtual machine', { jvm: { heapPercent: 25, extraOptions: ['-XX:+UseZGC', '-XX:MaxGCPauseMillis=20'] } }],
  ['no metrics', { metrics: { mode: 'Disabled' } }],
  ['ephemeral storage', { storage: { ephemeral: true } }],
];

export const badSpecs: readonly BadSpecCase[] = [
  ['fewer than no brokers', { replicas: -1 }, 'spec.replicas'],
  ['a version that needs ZooKeeper', { version: '3.9.1' }, 'spec.version'],
  ['a version that is not known', { version: '4.4.0' }, 'spec.version'],
  ['no controllers', { controllers: { replicas: 0 } }, 'spec.controllers.replicas'],
  ['an even number of controllers', { controllers: { replicas: 4 } }, 'spec.controllers.replicas'],
  ['controllers without room', { controllers: { storage: { size: '0' } } }, 'spec.controllers.storage.size'],
  ['a throttle below everything', { rebalance: { throttleBytesPerSecond: 1 } }, 'spec.rebalance.throttleBytesPerSecond'],
  ['no moves at all', { rebalance: { maxMovesPerBroker: 0 } }, 'spec.rebalance.maxMovesPerBroker'],
  ['a heap of ones own', { jvm: { extraOptions: ['-Xmx4g'] } }, 'spec.jvm.extraOptions'],
  ['an agent of ones own', { jvm: { extraOptions: ['-javaagent:/tmp/a.jar'] } }, 'spec.jvm.extraOptions'],
  ['a line break in a setting', { config: { 'num.partitions': '1\nlisteners=X://:1' } }, 'spec.config.num.partitions'],
  ['a key that would be two', { config: { 'a=b': 1 } }, 'spec.config'],
];

/** One key for each refusal; a key that ends in * stands for a family. */
export const refusedSettings: readonly BadSpecCase[] = kafkaRefusedKeys
  .flatMap(({ keys }) => keys)
  .map((key) => [`the setting ${key}`, { config: { [key.replace('*', 'x')]: 'x' } }, key]);
