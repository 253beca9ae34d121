import { byCluster, clusterLabel, clusterName } from '../labels.ts';
import type { Alert, AlertGroup } from './alert.ts';
import { redisServerAlerts } from './redis-servers.ts';
import { ofMembers } from './whose.ts';

const masters = `count ${byCluster} (redis_instance_info{role="master"})`;

// Masters say something every ten seconds. A replica whose link is down is at -1.
const followers = `count ${byCluster} (redis_master_last_io_seconds_ago >= 0 < 30)`;

const withoutMaster: Alert = {
  name: 'RedisWithoutMaster',
  severity: 'critical',
  expr: `count ${byCluster} (redis_up) unless ${masters} unless ${followers}`,
  for: '1m',
  summary: `Redis ${clusterName} has no master`,
  description: `For a minute no member of ${clusterName} that can be scraped has been a master, or has heard one: nothing can be written.`,
  runbook: {
    meaning:
      'Exporters answer, and no server says that it is a master, or has heard its master within 30 seconds. A failover takes a few seconds. Where no exporter can be scraped this stays silent: then ClusterNotAvailable and MetricsMissing speak.',
    impact: 'All writes fail. Replicas may still be read.',
    look: [
      '`status.conditions` and `status.members` of the RedisCluster, and its Events.',
      'Sentinels: `kubectl -n NAMESPACE get pods -l dataservices.dev/cluster=NAME,app.kubernetes.io/component=sentinel`. Most of them must run, and reach each other.',
      'Members that wait to be told what they are (the log says so) hold data and serve it once a majority names a master.',
    ],
    remedy: [
      'Bring most sentinels back. Where they are lost for good, the operator believes those that are left, under conditions.',
      'Restore the volume of the last master, if the status says that it holds the newest copy.',
    ],
  },
};

const tooManyMasters: Alert = {
  name: 'RedisTooManyMasters',
  severity: 'critical',
  expr: `${masters} > 1`,
  for: '1m',
  summary: `Redis ${clusterName} has {{ $value }} masters`,
  description: `{{ $value }} members of ${clusterName} have said for a minute that they are a master.`,
  runbook: {
    meaning: 'A former master has not heard of its successor: it was cut off, or stood still.',
    impact:
      'What clients still write to the former master is lost when it follows the new one. With replicas out of its reach it refuses writes.',
    look: [
      'Which one do the sentinels name? `status.leader`.',
      'Is the other one reachable from the operator? Its node, and the network in between.',
    ],
    remedy: [
      'The operator demotes it as soon as it reaches it. Where that cannot be awaited, delete the pod of the one that the sentinels do not name.',
    ],
  },
};

const masterChanged: Alert = {
  name: 'RedisMasterChanged',
  severity: 'info',
  expr: `count ${byCluster} (count by (namespace, ${clusterLabel}, pod) (last_over_time(redis_instance_info{role="master"}[5m]))) > 1`,
  for: '0s',
  summary: `Redis ${clusterName} has another master`,
  description: `Within five minutes, {{ $value }} members of ${clusterName} have led.`,
  runbook: {
    meaning: 'A failover, or a hand-over that was planned: a roll, a drained node, a request.',
    impact: 'Clients that follow the sentinels or the Service were without a master for a moment.',
    look: ['Events of the RedisCluster say which of the two it was, and why.'],
    remedy: ['Nothing, if it was planned. If it happens again and again: nodes, memory limits and slow commands.'],
  },
};

const replicaLinkDown: Alert = {
  name: 'RedisReplicaLinkDown',
  severity: 'warning',
  expr: `max by (namespace, ${clusterLabel}, pod) (redis_master_link_up) == 0`,
  for: '2m',
  summary: `Redis {{ $labels.namespace }}/{{ $labels.pod }} does not follow its master`,
  description: `The replica {{ $labels.pod }} of ${clusterName} has not heard its master for two minutes.`,
  runbook: {
    meaning: 'The replica cannot connect to its master, or is not let in, or copies anew again and again.',
    impact: 'Its data gets old. If the master is lost now, one copy fewer is there to take over.',
    look: [
      'The log of the replica says why.',
      'RedisFullResyncs beside it: the backlog or the output buffer for replicas is too small for the load.',
    ],
    remedy: ['Mend the network. For much load, raise `repl-backlog-size` or `client-output-buffer-limit` in `spec.config`.'],
  },
};

const replicaLags: Alert = {
  name: 'RedisReplicaLags',
  severity: 'warning',
  expr: 'redis_connected_slave_lag_seconds > 10',
  for: '1m',
  summary: `A replica of Redis ${clusterName} is {{ $value }} s behind`,
  description: `The replica {{ $labels.slave_ip }} of ${clusterName} has confirmed nothing for {{ $value }} s.`,
  runbook: {
    meaning: 'Replicas confirm once a second what they have.',
    impact: 'A failover would lose as much. With `min-replicas-to-write` the master refuses writes.',
    look: ['CPU and network of the replica and its node; commands that take seconds (`SLOWLOG GET`).'],
    remedy: ['Give it the CPU that the master has. Replace a slow node.'],
  },
};

const fullResyncs: Alert = {
  name: 'RedisFullResyncs',
  severity: 'warning',
  expr: `sum ${byCluster} (increase(redis_replica_resyncs_full[10m])) > 6`,
  for: '0s',
  summary: `Replicas of Redis ${clusterName} copy everything again and again`,
  description: `{{ $value | humanize }} whole copies within ten minutes.`,
  runbook: {
    meaning: 'Links to replicas break, and what was written meanwhile is no longer in the backlog.',
    impact: 'Each copy costs the master a fork, memory and network, which may break the next link.',
    look: ['Logs of the master: output buffer limits, timeouts.'],
    remedy: ['`repl-backlog-size` for the longest break that should be bridged, `client-output-buffer-limit` for the time of a copy.'],
  },
};

export const redisAlerts: AlertGroup = {
  name: 'redis',
  title: 'Redis',
  alerts: [withoutMaster, tooManyMasters, masterChanged, replicaLinkDown, replicaLags, fullResyncs, ...redisServerAlerts].map(ofMembers),
};
