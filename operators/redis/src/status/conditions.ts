import { certificateStall, clusterConditions } from '@dataservices/members';
import type { ConditionInput, Fact, Operation, PassOutcome } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { condemnedVolume } from '../plan/condemned-volume.ts';
import { volumeGrowth } from '../plan/grow-volumes.ts';
import { isHealthy, isWatching, isWhole, wantedMembers } from '../plan/health.ts';
import { leaderOf } from '../plan/leader.ts';
import { leadershipOf } from '../plan/leadership.ts';
import { lostMajority } from '../plan/lost-majority.ts';
import { manualDecision } from '../plan/manual-decision.ts';
import { memoryInUse } from '../plan/memory-in-use.ts';
import { invalidConfig, refusedConfig } from '../plan/refused-settings.ts';
import { type Stall, stalledReason } from '../plan/stalled.ts';
import { usersStall } from '../plan/users-stall.ts';
import { versionDowngrade } from '../plan/version-downgrade.ts';
import { liveRedisConfig } from '../resources/redis-config.ts';

/** Every condition of a RedisCluster. */
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
  const { replicas } = observed.cluster.spec;
  const { named } = leadershipOf(observed);
  const master = leaderOf(observed);
  if (replicas === 0) return { holds: false, reason: 'Stopped', message: 'spec.replicas is 0: stopped, all data is kept' };
  if (master === undefined) {
    const message =
      named === undefined
        ? `no majority of the sentinels names a master: ${lostMajority(observed)}`
        : `${named.split('.')[0]} is named as the master but does not serve as one`;
    return { holds: false, reason: 'NoMaster', message };
  }
  if (master.server.isLoading) return { holds: false, reason: 'Loading', message: `${master.name} is loading its data` };
  if (master.server.isWriteFailing) {
    const message = `${master.name} refuses writes, because it cannot write to its volume: if it is full, raise spec.storage.size`;
    return { holds: false, reason: 'VolumeFull', message };
  }
  const needed = Number(liveRedisConfig(observed.cluster)['min-replicas-to-write']);
  const followers = wantedMembers(observed).filter((member) => member.name !== master.name && isHealthy(observed, member)).length;
  if (followers < needed) {
    return {
      holds: false,
      reason: 'TooFewReplicas',
      message: `${master.name} has ${followers} replicas in step and takes writes only with ${needed}`,
    };
  }
  const lost = lostMajority(observed);
  const byWhom = lost === undefined ? '' : ', by the word of the sentinels that are left';
  return { holds: true, reason: 'MasterServes', message: `${master.name} serves as the master${byWhom}` };
}

function membersReadyOf(observed: Observed): Fact {
  const wanted = wantedMembers(observed);
  const healthy = wanted.filter((member) => isHealthy(observed, member)).length;
  const { replicas, sentinel } = observed.cluster.spec;
  const sentinels = observed.sentinels.filter(isWatching).length;
  const message = `${healthy} of ${replicas} members and ${sentinels} of ${replicas === 0 ? 0 : sentinel.replicas} sentinels do their part`;
  return isWhole(observed) ? { holds: true, reason: 'AllReady', message } : { holds: false, reason: 'MembersMissing', message };
}

function stallOf(observed: Observed, { problems }: PassOutcome): Pick<Fact, 'reason' | 'message'> | undefined {
  return (
    stalledReason(observed) ??
    manualDecision(observed) ??
    problems.find(({ isTerminal }) => isTerminal) ??
    versionDowngrade(observed) ??
    invalidConfigOf(observed) ??
    memoryInUse(observed) ??
    condemnedVolume(observed) ??
    certificateStall(observed) ??
    volumeGrowth(observed).stall ??
    usersStall(observed)
  );
}

/** It hinders nothing else: a setting that was refused is as good as one that was not asked for. */
function invalidConfigOf(observed: Observed): Stall | undefined {
  const refusal = refusedConfig(observed);
  return refusal && { reason: invalidConfig, message: refusal.message };
}
