import { clusterName } from '../labels.ts';
import type { Alert } from './alert.ts';

const member = '{{ $labels.namespace }}/{{ $labels.pod }}';

const diskSlow: Alert = {
  name: 'ZookeeperDiskSlow',
  severity: 'warning',
  expr: 'rate(fsynctime_sum[5m]) / (rate(fsynctime_count[5m]) > 0) > 100',
  for: '5m',
  summary: `The disk of ZooKeeper ${member} is slow`,
  description: `A write of ${member} takes {{ $value | humanize }} ms to reach the disk, in the mean of five minutes.`,
  runbook: {
    meaning: 'Every write waits until most of the voters have it on disk.',
    impact: 'Writes are as slow. Members that are slower than the others fall behind.',
    look: ['Who else uses this disk? Network volumes with a budget of operations are the usual reason.'],
    remedy: ['A storage class with lower latency; nodes with disks of their own.'],
  },
};

const unrecoverable: Alert = {
  name: 'ZookeeperUnrecoverableError',
  severity: 'critical',
  expr: 'increase(unrecoverable_error_count[10m]) > 0',
  for: '0s',
  summary: `ZooKeeper ${member} has met an error that it cannot go on from`,
  description: `${member} of ${clusterName} reports an unrecoverable error.`,
  runbook: {
    meaning: 'A thread of the server has ended: most often the disk refused a write.',
    impact: 'The member stops serving.',
    look: ['Its log, at the time of the alert.'],
    remedy: ['Mend or replace the volume: `dataservices.dev/replace-member: "POD@TOKEN"`.'],
  },
};

const dataDiffers: Alert = {
  name: 'ZookeeperDataDiffers',
  severity: 'critical',
  expr: 'increase(digest_mismatches_count[10m]) > 0',
  for: '0s',
  summary: `The data of ZooKeeper ${member} differs from its leader's`,
  description: `The digest of the tree of ${member} is not the one of the leader.`,
  runbook: {
    meaning: 'Each transaction carries a digest of the tree after it. This member came to another one.',
    impact: 'Its clients may read what was never written.',
    look: ['Its log names the transaction.', 'Have versions been mixed by hand, or has the disk lied?'],
    remedy: ['Let it copy anew: `dataservices.dev/replace-member: "POD@TOKEN"`. Keep a copy of its volume for the search.'],
  },
};

const rejects: Alert = {
  name: 'ZookeeperRejectsConnections',
  severity: 'warning',
  expr: 'increase(connection_rejected[5m]) > 0',
  for: '0s',
  summary: `ZooKeeper ${member} rejects connections`,
  description: `${member} has rejected {{ $value | humanize }} connections within five minutes.`,
  runbook: {
    meaning: '`maxCnxns` or `maxClientCnxns` is reached.',
    impact: 'Clients go to another member, or find none.',
    look: ['`cons` on the client port: who has so many connections?'],
    remedy: ['Mend the client, or raise the bound in `spec.config`.'],
  },
};

const longPauses: Alert = {
  name: 'ZookeeperLongPauses',
  severity: 'warning',
  expr: 'increase(jvm_pause_time_ms_sum[5m]) > 5000',
  for: '0s',
  summary: `ZooKeeper ${member} stands still`,
  description: `${member} has stood still for {{ $value | humanize }} ms within five minutes.`,
  runbook: {
    meaning: 'Garbage collection, or a node without CPU to give.',
    impact: 'Sessions expire, and the leader is taken for lost.',
    look: ['Heap and CPU on the dashboard; throttling by a CPU limit.'],
    remedy: ['More memory, no CPU limit, a node with fewer neighbours.'],
  },
};

export const zookeeperServerAlerts: readonly Alert[] = [diskSlow, unrecoverable, dataDiffers, rejects, longPauses];
