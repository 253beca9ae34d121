import type { RedisClusterStatus } from '@dataservices/api';
import { memberStatus } from '@dataservices/members';
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
  const { name, pod, server } = member;
  return memberStatus({
    name,
    role: server.state === 'serving' ? server.role : 'unknown',
    isReady: isHealthy(observed, member),
    pod,
    version: isServing(member) ? member.server.version : undefined,
    describe: () => describeMember(observed, member),
  });
}

function sentinelMember(sentinel: SentinelMember): Member {
  const { name, pod } = sentinel;
  return memberStatus({ name, role: 'sentinel', isReady: isWatching(sentinel), pod, describe: () => describeSentinel(sentinel) });
}
