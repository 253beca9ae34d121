import { ofCluster } from '../labels.ts';
import type { Row } from '../panel.ts';
import { volumePanel } from './condition-panels.ts';

const rate = '[$__rate_interval]';

export const zookeeperEnsembleRow: Row = {
  title: 'Ensemble',
  panels: [
    {
      title: 'Leaders',
      description: 'Members that lead. Exactly one, but for the moment of an election.',
      view: 'Stat',
      unit: 'none',
      queries: [{ expr: `count(synced_followers{${ofCluster}}) or vector(0)`, legend: 'leaders' }],
      alert: 'ZookeeperWithoutLeader',
    },
    {
      title: 'Followers in step',
      description: 'Voters that have all that was committed: one less than there are voters.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [
        { expr: `synced_followers{${ofCluster}}`, legend: 'followers, by {{pod}}' },
        { expr: `synced_observers{${ofCluster}} and synced_followers{${ofCluster}}`, legend: 'observers, by {{pod}}' },
      ],
      alert: 'ZookeeperFollowersMissing',
    },
    {
      title: 'Writes a second',
      description: 'Proposals of the leader.',
      view: 'TimeSeries',
      unit: 'ops',
      queries: [{ expr: `rate(proposal_count{${ofCluster}}${rate})`, legend: '{{pod}}' }],
    },
    {
      title: 'Elections',
      description: 'That a member took part in, within five minutes. None at rest; one for each when the leader is replaced.',
      view: 'TimeSeries',
      unit: 'none',
      queries: [{ expr: `increase(election_time_count{${ofCluster}}[5m])`, legend: '{{pod}}' }],
      alert: 'ZookeeperElected',
    },
    {
      title: 'Time until most have a write on disk',
      description: 'As the leader sees it, 99th percentile. The slowest of the fastest majority decides.',
      view: 'TimeSeries',
      unit: 'ms',
      queries: [{ expr: `quorum_ack_latency{quantile="0.99",${ofCluster}}`, legend: '{{pod}}' }],
      alert: 'ZookeeperDiskSlow',
    },
    {
      title: 'Time to sync the log to disk',
      description: 'Mean. Every write waits for it. Above some 20 ms clients notice; above 100 ms the volume is too slow.',
      view: 'TimeSeries',
      unit: 'ms',
      queries: [{ expr: `rate(fsynctime_sum{${ofCluster}}${rate}) / (rate(fsynctime_count{${ofCluster}}${rate}) > 0)`, legend: '{{pod}}' }],
      alert: 'ZookeeperDiskSlow',
    },
    volumePanel('zookeeper'),
  ],
};
