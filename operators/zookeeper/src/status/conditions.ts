import {
  type ConditionInput,
  conditionsFrom,
  type Fact,
  type Operation,
  type PassOutcome,
  settledFact,
  stalledFact,
} from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { ensembleOf } from '../plan/ensemble.ts';
import { volumeGrowth } from '../plan/grow-volumes.ts';
import { isHealthy, isWhole, wantedMembers } from '../plan/health.ts';
import { stalledReason } from '../plan/stalled.ts';

/** Every condition of a ZookeeperCluster. */
export function conditionsOf(observed: Observed, operation: Operation | undefined, outcome: PassOutcome): readonly ConditionInput[] {
  const { cluster, members } = observed;
  const { replicas, paused } = cluster.spec;
  const stalled = stalledOf(observed, outcome);
  const leaving = members.filter(({ pod, ordinal }) => pod !== undefined && ordinal >= replicas).map(({ name }) => name);
  return conditionsFrom({
    available: availableOf(observed),
    membersReady: membersReadyOf(observed),
    stalled,
    settled: settledFact({ stalled, outcome, isPaused: paused, isStopped: replicas === 0, leaving, operation }),
    operation,
    generation: cluster.metadata.generation,
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

function stalledOf(observed: Observed, { problems }: PassOutcome): Fact {
  const stall = stalledReason(observed) ?? problems.find(({ isTerminal }) => isTerminal) ?? volumeGrowth(observed).stall;
  return stalledFact(stall);
}
