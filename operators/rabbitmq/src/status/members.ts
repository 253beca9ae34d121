import type { RabbitmqClusterStatus } from '@dataservices/api';
import { memberStatus } from '@dataservices/members';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { describeMember } from '../plan/await-members.ts';
import { isServing } from '../plan/cluster.ts';
import { isHealthy } from '../plan/health.ts';

type Member = NonNullable<RabbitmqClusterStatus['members']>[number];

/** Nothing in here changes while all is well, or a busy cluster would write its status all the time. */
export function membersOf(observed: Observed): readonly Member[] {
  return observed.members
    .filter(({ pod, ordinal }) => pod !== undefined || ordinal < observed.cluster.spec.replicas)
    .map((member) => statusOf(observed, member));
}

function statusOf(observed: Observed, member: RabbitmqMember): Member {
  const { name, pod } = member;
  const isReady = isHealthy(observed, member);
  return memberStatus({
    name,
    role: isReady ? 'member' : 'unknown',
    isReady,
    pod,
    version: isServing(member) ? member.server.version : undefined,
    describe: () => describeMember(observed, member),
  });
}
