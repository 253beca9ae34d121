import type { RedisClusterStatus } from '@dataservices/api';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import { describeMember, describeSentinel } from '../plan/await-members.ts';
import { isHealthy, isWatching } from '../plan/health.ts';
import { isServing } from '../plan/leadership.ts';

type Member = NonNullable<RedisClusterStatus['members']>[number];

/** Data members, then sentinels. Nothing in here changes while all is well, or a busy cluster would write its status all the time. */
export function membersOf(observed: Observed): readonly Member[] {
  const data = observed.members.filter(({ pod, ordinal }) => pod !== undefined || ordinal < observed.cluster.spec.replicas);
  return [...data.map((member) => dataMember(observed, member)), ...observed.sentinels.map(sentinelMember)];
}

function dataMember(observed: Observed, member: DataMember): Member {
  const ready = isHealthy(observed, member);
  const { name, pod, server } = member;
  return {
    name,
    role: server.state === 'serving' ? server.role : 'unknown',
    ready,
    ...(pod?.zone !== undefined && { zone: pod.zone }),
    ...(isServing(member) && { version: member.server.version }),
    ...(!ready && { detail: describeMember(member).slice(0, 1024) }),
  };
}

function sentinelMember(sentinel: SentinelMember): Member {
  const ready = isWatching(sentinel);
  return {
    name: sentinel.name,
    role: 'sentinel',
    ready,
    ...(sentinel.pod?.zone !== undefined && { zone: sentinel.pod.zone }),
    ...(!ready && { detail: describeSentinel(sentinel).slice(0, 1024) }),
  };
}
