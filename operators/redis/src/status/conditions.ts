import type { RedisClusterStatus } from '@dataservices/api';
import type { ConditionInput } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { isHealthy, isWatching, isWhole, wantedMembers } from '../plan/health.ts';
import { leadershipOf } from '../plan/leadership.ts';
import { stalledReason } from '../plan/stalled.ts';
import { liveRedisConfig } from '../resources/redis-config.ts';
import { sizeDifference } from '../resources/volume-size.ts';
import type { PassOutcome } from '../status.ts';

type Fact = { readonly holds: boolean; readonly reason: string; readonly message: string };

type Operation = RedisClusterStatus['operation'];

/** Every condition of a RedisCluster. Each is a fact of its own; Ready, Reconciling and Settled are drawn from the others. */
export function conditionsOf(observed: Observed, operation: Operation, outcome: PassOutcome): readonly ConditionInput[] {
  const available = availableOf(observed);
  const membersReady = membersReadyOf(observed);
  const stalled = stalledOf(observed, outcome);
  const settled = settledOf(observed, operation, outcome, stalled);
  const isReady = available.holds && membersReady.holds;
  const ready: Fact = isReady
    ? { holds: true, reason: 'Ready', message: available.message }
    : { ...(available.holds ? membersReady : available), holds: false };
  const reconciling: Fact = {
    holds: !settled.holds && !stalled.holds,
    reason: settled.holds ? 'Settled' : (operation?.rule ?? settled.reason),
    message: operation?.message ?? settled.message,
  };
  const facts = {
    Available: available,
    MembersReady: membersReady,
    Settled: settled,
    Ready: ready,
    Reconciling: reconciling,
    Stalled: stalled,
  };
  return Object.entries(facts).map(([type, { holds, reason, message }]) => ({
    type,
    status: holds ? 'True' : 'False',
    reason,
    message: message.slice(0, 4096),
    observedGeneration: observed.cluster.metadata.generation,
  }));
}

function availableOf(observed: Observed): Fact {
  const { replicas } = observed.cluster.spec;
  const { master, named } = leadershipOf(observed);
  if (replicas === 0) return { holds: false, reason: 'Stopped', message: 'spec.replicas is 0: stopped, all data is kept' };
  if (master === undefined) {
    const message =
      named === undefined
        ? 'no majority of the sentinels names a master'
        : `${named.split('.')[0]} is named as the master but does not serve as one`;
    return { holds: false, reason: 'NoMaster', message };
  }
  if (master.server.isLoading) return { holds: false, reason: 'Loading', message: `${master.name} is loading its data` };
  const needed = Number(liveRedisConfig(observed.cluster)['min-replicas-to-write']);
  const followers = wantedMembers(observed).filter((member) => member.name !== master.name && isHealthy(observed, member)).length;
  if (followers < needed) {
    return {
      holds: false,
      reason: 'TooFewReplicas',
      message: `${master.name} has ${followers} replicas in step and takes writes only with ${needed}`,
    };
  }
  return { holds: true, reason: 'MasterServes', message: `${master.name} serves as the master` };
}

function membersReadyOf(observed: Observed): Fact {
  const wanted = wantedMembers(observed);
  const healthy = wanted.filter((member) => isHealthy(observed, member)).length;
  const { replicas, sentinel } = observed.cluster.spec;
  const sentinels = observed.sentinels.filter(isWatching).length;
  const message = `${healthy} of ${replicas} members and ${sentinels} of ${replicas === 0 ? 0 : sentinel.replicas} sentinels do their part`;
  return isWhole(observed) ? { holds: true, reason: 'AllReady', message } : { holds: false, reason: 'MembersMissing', message };
}

function stalledOf(observed: Observed, { problems }: PassOutcome): Fact {
  const stall = stalledReason(observed) ?? problems.find(({ isTerminal }) => isTerminal);
  if (stall !== undefined) return { holds: true, reason: stall.reason, message: stall.message };
  const size = sizeDifference(observed);
  if (size !== undefined) return { holds: true, reason: 'VolumeSizeDiffers', message: size };
  return { holds: false, reason: 'NotStalled', message: 'nothing needs a person' };
}

function settledOf(observed: Observed, operation: Operation, { problems }: PassOutcome, stalled: Fact): Fact {
  if (stalled.holds) return { ...stalled, holds: false };
  const [problem] = problems;
  if (problem !== undefined) return { holds: false, reason: problem.reason, message: problem.message };
  const { paused, replicas } = observed.cluster.spec;
  if (paused) return { holds: true, reason: 'Paused', message: 'spec.paused is true: nothing is changed but role labels' };
  const leaving = observed.members.filter(({ pod, ordinal }) => pod !== undefined && ordinal >= replicas).map(({ name }) => name);
  if (leaving.length > 0) return { holds: false, reason: 'MembersLeaving', message: `${leaving.join(', ')} still to leave` };
  if (replicas === 0) return { holds: true, reason: 'Stopped', message: 'stopped, all data is kept' };
  if (operation !== undefined) return { holds: false, reason: operation.rule, message: operation.message };
  return { holds: true, reason: 'Settled', message: 'everything is as asked for' };
}
