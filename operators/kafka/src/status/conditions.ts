import { certificateStall, clusterConditions } from '@dataservices/members';
import type { ConditionInput, Fact, Operation, PassOutcome } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { volumeGrowth } from '../plan/grow-volumes.ts';
import { allMembers, describePartitions, isHealthy, partitionsBelowMinIsr, wantedBrokers, wantedMembers } from '../plan/health.ts';
import { stalledReason } from '../plan/stalled.ts';
import { usersStall } from '../plan/users-stall.ts';

/** Every condition of a KafkaCluster. */
export function conditionsOf(observed: Observed, operation: Operation | undefined, outcome: PassOutcome): readonly ConditionInput[] {
  const { cluster } = observed;
  return clusterConditions({
    cluster,
    members: [...observed.brokers, ...leavingControllers(observed)],
    available: availableOf(observed),
    membersReady: membersReadyOf(observed),
    stall: stallOf(observed, outcome),
    operation,
    outcome,
  });
}

/** With an ordinal that is above the size in any case: `spec.replicas` counts brokers. */
function leavingControllers({ controllers, cluster }: Observed) {
  return controllers
    .filter(({ ordinal }) => ordinal >= cluster.spec.controllers.replicas)
    .map((member) => ({ ...member, ordinal: Math.max(member.ordinal, cluster.spec.replicas) }));
}

function availableOf(observed: Observed): Fact {
  const { kafka, quorum, cluster } = observed;
  if (cluster.spec.replicas === 0 && allMembers(observed).every(({ pod }) => pod === undefined)) {
    return { holds: false, reason: 'Stopped', message: 'spec.replicas is 0: stopped, all data is kept' };
  }
  if (kafka === undefined) return { holds: false, reason: 'NoBroker', message: 'no broker answers' };
  if (quorum?.leaderId === undefined) return { holds: false, reason: 'NoQuorum', message: 'no majority of controllers has elected one' };
  // The last replica in sync stays in sync when its broker is gone: one of a single replica is never below its minimum.
  const offline = kafka.partitions.filter(({ leader }) => leader === undefined);
  if (offline.length > 0) {
    return { holds: false, reason: 'PartitionsOffline', message: `no broker that may lead is there: ${describePartitions(offline)}` };
  }
  const below = partitionsBelowMinIsr(kafka);
  if (below.length > 0) {
    return { holds: false, reason: 'BelowMinIsr', message: `too few replicas in sync to take writes: ${describePartitions(below)}` };
  }
  const serving = kafka.registered.filter(({ isFenced }) => !isFenced).length;
  const message = `${serving} of ${wantedBrokers(observed).length} brokers serve, and every partition takes writes`;
  return serving > 0
    ? { holds: true, reason: 'PartitionsServe', message }
    : { holds: false, reason: 'NoBroker', message: 'no broker serves' };
}

function membersReadyOf(observed: Observed): Fact {
  const wanted = wantedMembers(observed);
  const healthy = wanted.filter((member) => isHealthy(observed, member)).length;
  const message = `${healthy} of ${wanted.length} brokers and controllers do their part`;
  return healthy === wanted.length ? { holds: true, reason: 'AllReady', message } : { holds: false, reason: 'MembersMissing', message };
}

function stallOf(observed: Observed, { problems }: PassOutcome): Pick<Fact, 'reason' | 'message'> | undefined {
  return (
    stalledReason(observed) ??
    problems.find(({ isTerminal }) => isTerminal) ??
    certificateStall(observed) ??
    volumeGrowth(observed, 'broker').stall ??
    volumeGrowth(observed, 'controller').stall ??
    usersStall(observed)
  );
}
