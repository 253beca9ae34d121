import { certificateStall, clusterConditions } from '@dataservices/members';
import type { ConditionInput, Fact, Operation, PassOutcome } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { describeAlarms } from '../plan/alarms.ts';
import { clusterOf } from '../plan/cluster.ts';
import { volumeGrowth } from '../plan/grow-volumes.ts';
import { isHealthy, isJoined, wantedMembers } from '../plan/health.ts';
import { stalledReason } from '../plan/stalled.ts';
import { usersStall } from '../plan/users-stall.ts';
import { recommendedOf } from './recommended.ts';

/** Every condition of a RabbitmqCluster. */
export function conditionsOf(observed: Observed, operation: Operation | undefined, outcome: PassOutcome): readonly ConditionInput[] {
  const { cluster, members } = observed;
  const common = clusterConditions({
    cluster,
    members,
    available: availableOf(observed),
    membersReady: membersReadyOf(observed),
    stall: stallOf(observed, outcome),
    operation,
    outcome,
  });
  return [...common, recommendedOf(observed)];
}

function availableOf(observed: Observed): Fact {
  const cluster = clusterOf(observed);
  if (observed.cluster.spec.replicas === 0 && cluster === undefined) {
    return { holds: false, reason: 'Stopped', message: 'spec.replicas is 0: stopped, all data is kept' };
  }
  if (cluster === undefined) return { holds: false, reason: 'NoQuorum', message: 'no majority of nodes agrees on who is of the cluster' };
  const { nodes, reporters } = cluster;
  const message = `${reporters.length} of ${nodes.length} nodes run and know each other`;
  const isServed = reporters.some(({ server }) => server.isInService);
  if (!isServed) return { holds: false, reason: 'NotInService', message: 'no node takes clients' };
  const alarms = describeAlarms(reporters);
  if (alarms === undefined) return { holds: true, reason: 'QuorumServes', message };
  return { holds: true, reason: 'PublishersBlocked', message: `${message}; RabbitMQ blocks all publishers, because ${alarms}` };
}

function membersReadyOf(observed: Observed): Fact {
  const healthy = wantedMembers(observed).filter((member) => isHealthy(observed, member)).length;
  const message = `${healthy} of ${observed.cluster.spec.replicas} nodes do their part`;
  return isJoined(observed) ? { holds: true, reason: 'AllReady', message } : { holds: false, reason: 'MembersMissing', message };
}

function stallOf(observed: Observed, { problems }: PassOutcome): Pick<Fact, 'reason' | 'message'> | undefined {
  return (
    stalledReason(observed) ??
    problems.find(({ isTerminal }) => isTerminal) ??
    certificateStall(observed) ??
    volumeGrowth(observed).stall ??
    usersStall(observed)
  );
}
