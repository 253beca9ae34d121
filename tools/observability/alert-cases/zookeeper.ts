import { type AlertCase, series, shop } from './alert-case.ts';

const [first, second] = ['cart-zookeeper-0', 'cart-zookeeper-1'];
const service = 'app_kubernetes_io_name="zookeeper"';
const up = (pod: string) => series('up', pod, service);
const followers = (pod: string) => series('synced_followers', pod, service);
const size = (pod: string) => series('quorum_size', pod, service);
const of = (pod: string) => ({ ...shop, pod });
const fsync = (part: string) => series(`fsynctime_${part}`, first);

export const zookeeperCases: readonly AlertCase[] = [
  {
    alert: 'ZookeeperWithoutLeader',
    bad: { [up(first)]: '1x60', [up(second)]: '0x60' },
    good: { [up(first)]: '1x60', [up(second)]: '0x60', [followers(first)]: '1x60' },
    labels: shop,
  },
  {
    alert: 'ZookeeperWithoutLeader',
    // All run, and no two of them reach each other.
    bad: { [up(first)]: '1x60', [up(second)]: '1x60' },
    // Nobody who could say anything.
    good: { [up(first)]: '0x60', [up(second)]: '0x60' },
    labels: shop,
  },
  {
    alert: 'ZookeeperWithoutLeader',
    // The leader was lost, and the follower with it.
    bad: { [up(first)]: '1x4 0x60', [up(second)]: '1x60', [size(second)]: '3x4 stale' },
    // The leader alone is not scraped.
    good: { [up(first)]: '0x60', [up(second)]: '1x60', [size(second)]: '3x60' },
    labels: shop,
  },
  {
    alert: 'ZookeeperTwoLeaders',
    bad: { [followers(first)]: '1x60', [followers(second)]: '1x60' },
    good: { [followers(first)]: '1x60' },
    labels: shop,
  },
  {
    alert: 'ZookeeperFollowersMissing',
    bad: { [followers(first)]: '1x60', [size(first)]: '3x60', [size(second)]: '3x60' },
    good: { [followers(first)]: '2x60', [size(first)]: '3x60' },
    labels: { ...of(first), app_kubernetes_io_name: 'zookeeper' },
  },
  {
    alert: 'ZookeeperElected',
    bad: { [series('election_time_count', first)]: '1x12 2x60' },
    good: { [series('election_time_count', first)]: '1x60' },
    labels: shop,
  },
  {
    alert: 'ZookeeperRequestsPileUp',
    bad: { [series('outstanding_requests', first, service)]: '101x60' },
    good: { [series('outstanding_requests', first, service)]: '500x4 0x60' },
    labels: of(first),
  },
  {
    alert: 'ZookeeperDiskSlow',
    at: '12m',
    bad: { [fsync('sum')]: '0+1500x100', [fsync('count')]: '0+10x100' },
    good: { [fsync('sum')]: '0+50x100', [fsync('count')]: '0+10x100' },
    labels: of(first),
  },
  {
    alert: 'ZookeeperUnrecoverableError',
    bad: { [series('unrecoverable_error_count', first)]: '0x8 1x60' },
    good: { [series('unrecoverable_error_count', first)]: '0x60' },
    labels: of(first),
  },
  {
    alert: 'ZookeeperDataDiffers',
    bad: { [series('digest_mismatches_count', first)]: '0x8 1x60' },
    good: { [series('digest_mismatches_count', first)]: '0x60' },
    labels: of(first),
  },
  {
    alert: 'ZookeeperRejectsConnections',
    bad: { [series('connection_rejected', first)]: '0x8 3x60' },
    good: { [series('connection_rejected', first)]: '3x60' },
    labels: of(first),
  },
  {
    alert: 'ZookeeperLongPauses',
    bad: { [series('jvm_pause_time_ms_sum', first)]: '0x8 9000x60' },
    good: { [series('jvm_pause_time_ms_sum', first)]: '0x8 900x60' },
    labels: of(first),
  },
];
