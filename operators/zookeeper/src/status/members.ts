import type { ZookeeperClusterStatus } from '@dataservices/api';
import { memberStatus } from '@dataservices/members';
import type { Observed, ZookeeperMember } from '../observed.ts';
import { describeMember } from '../plan/await-members.ts';
import { isServing } from '../plan/ensemble.ts';
import { isHealthy } from '../plan/health.ts';

type Member = NonNullable<ZookeeperClusterStatus['members']>[number];

/** Nothing in here changes while all is well, or a busy ensemble would write its status all the time. */
export function membersOf(observed: Observed): readonly Member[] {
  return observed.members
    .filter(({ pod, ordinal }) => pod !== undefined || ordinal < observed.cluster.spec.replicas)
    .map((member) => statusOf(observed, member));
}

function statusOf(observed: Observed, member: ZookeeperMember): Member {
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
