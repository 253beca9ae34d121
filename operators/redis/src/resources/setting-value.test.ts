import { expect, test } from 'vitest';
import { isSameSetting } from './setting-value.ts';

/** What was asked for, and how Redis 7.0, 8.0 and Valkey 8.1 show it afterwards. */
test.for([
  ['maxmemory', '100mb', '104857600'],
  ['active-defrag-ignore-bytes', '1g', '1000000000'],
  ['proto-max-bulk-len', '512MB', '536870912'],
  ['stream-node-max-bytes', '4k', '4000'],
  ['maxmemory-policy', 'ALLKEYS-LRU', 'allkeys-lru'],
  ['maxmemory-clients', '5%', '5%'],
  ['save', '3600 1', '3600 1'],
  ['save', '', ''],
  ['list-max-listpack-size', '-2', '-2'],
  ['latency-tracking-info-percentiles', '50 99.90', '50 99.9'],
  ['notify-keyspace-events', 'KEA', 'AKE'],
  ['notify-keyspace-events', 'Elg', 'glE'],
  ['notify-keyspace-events', 'Kg$lshzxetd', 'AK'],
  ['client-output-buffer-limit', 'replica 1gb 64mb 60', 'normal 0 0 0 slave 1073741824 67108864 60 pubsub 33554432 8388608 60'],
  ['client-output-buffer-limit', 'normal 0 0 0 pubsub 8mb 1mb 10', 'normal 0 0 0 slave 268435456 67108864 60 pubsub 8388608 1048576 10'],
] as const)('%s %s is shown as %s', ([key, wanted, actual]) => {
  expect(isSameSetting(key, wanted, actual)).toBe(true);
});

test.for([
  ['maxmemory', '100mb', '100000000'],
  ['maxmemory', '0', ''],
  ['hz', '1000', '500'],
  ['save', '', '3600 1'],
  ['notify-keyspace-events', 'KEA', 'AK'],
  ['notify-keyspace-events', 'k', 'K'],
  ['availability-zone', 'Zone-a', 'zone-a'],
  ['client-output-buffer-limit', 'replica 1gb 64mb 60', 'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60'],
] as const)('%s %s is not %s', ([key, wanted, actual]) => {
  expect(isSameSetting(key, wanted, actual)).toBe(false);
});
