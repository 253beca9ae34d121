import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';
import { volumePanel } from './condition-panels.ts';

const rate = '[$__rate_interval]';

export const redisDataRows: readonly Row[] = [
  {
    title: 'Memory',
    panels: [
      {
        title: 'Memory of the data',
        description: 'Used, and the bound maxmemory where there is one (0: none).',
        view: 'TimeSeries',
        unit: 'bytes',
        queries: [
          { expr: `redis_memory_used_bytes{${ofCluster}}`, legend: 'used, {{pod}}' },
          { expr: `redis_memory_max_bytes{${ofCluster}}`, legend: 'maxmemory, {{pod}}' },
        ],
        alert: 'RedisMemoryNearlyFull',
      },
      {
        title: 'Memory of the process',
        description: 'What counts against the limit of the container; a snapshot or a copy for a replica needs more for a while.',
        view: 'TimeSeries',
        unit: 'bytes',
        queries: [{ expr: `redis_memory_used_rss_bytes{${ofCluster}}`, legend: '{{pod}}' }],
      },
      {
        title: 'Fragmentation',
        description: 'Memory of the process for each byte of data. Above 1.5 with much data, memory is wasted; below 1, it is swapped.',
        view: 'TimeSeries',
        unit: 'none',
        queries: [{ expr: `redis_mem_fragmentation_ratio{${ofCluster}}`, legend: '{{pod}}' }],
      },
      {
        title: 'Keys that expire and that are evicted, a second',
        description: 'Evicted: thrown away for want of memory, by maxmemory-policy.',
        view: 'TimeSeries',
        unit: 'ops',
        queries: [
          { expr: `rate(redis_expired_keys_total{${ofCluster}}${rate})`, legend: 'expired, {{pod}}' },
          { expr: `rate(redis_evicted_keys_total{${ofCluster}}${rate})`, legend: 'evicted, {{pod}}' },
        ],
      },
    ],
  },
  {
    title: 'Persistence',
    panels: [
      {
        title: 'Last write to disk',
        description: '1: it succeeded. 0 for the append-only file means that writes are refused until it does.',
        view: 'States',
        unit: 'none',
        queries: [
          { expr: `min by (pod) (redis_aof_last_write_status{${ofCluster}})`, legend: 'append-only file, {{pod}}' },
          { expr: `min by (pod) (redis_rdb_last_bgsave_status{${ofCluster}})`, legend: 'snapshot, {{pod}}' },
        ],
        alert: 'RedisAppendOnlyFileFails',
      },
      {
        title: 'Pause of the last fork',
        description: 'While it forks for a snapshot, a server answers nobody: about 10 ms for each gigabyte.',
        view: 'TimeSeries',
        unit: 's',
        queries: [{ expr: `redis_latest_fork_seconds{${ofCluster}}`, legend: '{{pod}}' }],
      },
      volumePanel('redis'),
    ],
  },
];
