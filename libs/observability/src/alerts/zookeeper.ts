import { byCluster, clusterLabel, clusterName } from '../labels.ts';
import type { Alert, AlertGroup } from './alert.ts';
import { ofMembers } from './whose.ts';
import { zookeeperServerAlerts } from './zookeeper-servers.ts';

const leaders = `count ${byCluster} (synced_followers)`;

// Only a server that follows or leads has this one: a server that looks for a leader drops it.
const followers = `count ${byCluster} (quorum_size{app_kubernetes_io_name="zookeeper"})`;

const withoutLeader: Alert = {
  name: 'ZookeeperWithoutLeader',
  severity: 'critical',
  expr: `count ${byCluster} (up{app_kubernetes_io_name="zookeeper"} == 1) unless ${leaders} unless ${followers}`,
  for: '1m',
  summary: `ZooKeeper ${clusterName} has no leader`,
  description: `For a minute no member of ${clusterName} that can be scraped has led, or followed a leader: nothing can be written.`,
  runbook: {
    meaning:
      'No majority of the voters has agreed on a leader: those that answer look for one. An election takes a second or so. Where no member can be scraped this stays silent: then ClusterNotAvailable and MetricsMissing speak.',
    impact: 'Nothing is served: members without a leader close their connections. Sessions end when their time is over.',
    look: ['How many voters run? `status.members`, with their roles.', 'The log of a member: whom does it fail to reach on port 3888?'],
    remedy: ['Bring most of the voters back. Where most of their volumes are lost, docs/zookeeper.md says what can be done.'],
  },
};

const twoLeaders: Alert = {
  name: 'ZookeeperTwoLeaders',
  severity: 'critical',
  expr: `${leaders} > 1`,
  for: '1m',
  summary: `ZooKeeper ${clusterName} has {{ $value }} leaders`,
  description: `{{ $value }} members of ${clusterName} have said for a minute that they lead.`,
  runbook: {
    meaning:
      'A former leader has not noticed that most have left it, for which it has `quorum.syncLimitTicks` ticks: it cannot commit anything. Where it lasts longer, there are two ensembles: one was made by hand of a member while most others ran.',
    impact:
      'Clients of a former leader wait for answers that do not come. Of two ensembles, each takes writes that the other does not have.',
    look: [
      'The network between the members; one that stands still (`ZookeeperLongPauses`).',
      '`synced_followers` and `quorum_size` of each leader: is one alone an ensemble of 1?',
    ],
    remedy: [
      'Restart the one that has the fewer followers: `kubectl delete pod`.',
      'Of two ensembles, let the member of the smaller one copy anew: `kubectl delete pvc/data-POD pod/POD`, with `logStorage` also `pvc/log-POD`. What was written there only is lost: keep a copy of its volume.',
    ],
  },
};

const followersMissing: Alert = {
  name: 'ZookeeperFollowersMissing',
  severity: 'warning',
  expr: 'synced_followers < quorum_size - 1',
  for: '2m',
  summary: `ZooKeeper ${clusterName} has fewer followers than voters`,
  description: `Only {{ $value }} followers of ${clusterName} have been in step for two minutes.`,
  runbook: {
    meaning: 'A voter is away, or does not keep up with what is committed.',
    impact: 'The next loss may end the majority.',
    look: [
      '`status.members` of the ZookeeperCluster.',
      'ZookeeperDiskSlow at that member; the size of the snapshot that it has to copy against `quorum.initLimitTicks`.',
    ],
    remedy: ['Mend its node or its disk. A volume that is lost is filled again by itself.'],
  },
};

const elected: Alert = {
  name: 'ZookeeperElected',
  severity: 'info',
  expr: `max ${byCluster} (increase(election_time_count[5m])) > 0`,
  for: '0s',
  summary: `ZooKeeper ${clusterName} has elected`,
  description: `Members of ${clusterName} have been in an election within five minutes.`,
  runbook: {
    meaning: 'The leader was lost, or replaced in a roll.',
    impact: 'Clients were disconnected for a moment; sessions go on.',
    look: ['Events of the ZookeeperCluster: a roll takes the leader last.'],
    remedy: ['Nothing, if it was planned. Otherwise the node, the disk and the pauses of the member that led.'],
  },
};

const requestsPileUp: Alert = {
  name: 'ZookeeperRequestsPileUp',
  severity: 'warning',
  expr: `max by (namespace, ${clusterLabel}, pod) (outstanding_requests{app_kubernetes_io_name="zookeeper"}) > 100`,
  for: '2m',
  summary: `ZooKeeper {{ $labels.namespace }}/{{ $labels.pod }} does not keep up`,
  description: `{{ $value }} requests have waited at {{ $labels.pod }} of ${clusterName}.`,
  runbook: {
    meaning: 'Requests come faster than they are answered.',
    impact: 'Every client of this member waits. At 1000 ZooKeeper stops reading from them.',
    look: ['ZookeeperDiskSlow, CPU, garbage collection; one client that asks for very much.'],
    remedy: ['A faster volume; observers for reads (`replicas` above `quorum.maxVoters`); fewer writes.'],
  },
};

export const zookeeperAlerts: AlertGroup = {
  name: 'zookeeper',
  title: 'ZooKeeper',
  alerts: [withoutLeader, twoLeaders, followersMissing, elected, requestsPileUp, ...zookeeperServerAlerts].map(ofMembers),
};
