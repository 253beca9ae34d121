import { certificateStall, clusterConditions } from '@dataservices/members';
import type { ConditionInput, Fact, Operation, PassOutcome } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { ensembleOf } from '../plan/ensemble.ts';
import { volumeGrowth } from '../plan/grow-volumes.ts';
import { isHealthy, isWhole, wantedMembers } from '../plan/health.ts';
import { stalledReason } from '../plan/stalled.ts';
import { usersStall } from '../plan/users-stall.ts';

/** Every condition of a ZookeeperCluster. */
export function conditionsOf(observed: Observed, operation: Operation | undefined, outcome: PassOutcome): readonly ConditionInput[] {
  const { cluster, members } = observed;
  return clusterConditions({
    cluster,
    members,
    available: availableOf(observed),
    membersReady: membersReadyOf(observed),
    stall: stallOf(observed, outcome),
    operation,
    outcome,
  });
}

function availableOf(observed: Observed): Fact {
  const ensemble = ensembleOf(observed);
  if (observed.cluster.spec.replicas === 0 && ensemble === undefined) {
    return { holds: false, reason: 'Stopped', message: 'spec.replicas is 0: stopped, all data is kept' };
  }
  if (ensemble === undefined) return { holds: false, reason: 'NoQuorum', message: 'no member leads a majority of those who vote' };
  const { leader, voters } = ensemble;
  return { holds: true, reason: 'QuorumServes', message: `${leader.name} leads, ${voters.length} vote` };
}

function membersReadyOf(observed: Observed): Fact {
  const healthy = wantedMembers(observed).filter((member) => isHealthy(observed, member)).length;
  const message = `${healthy} of ${observed.cluster.spec.replicas} members do their part`;
  return isWhole(observed) ? { holds: true, reason: 'AllReady', message } : { holds: false, reason: 'MembersMissing', message };
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
