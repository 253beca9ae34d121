import type { KafkaClusterStatus } from '@dataservices/api';
import { memberStatus } from '@dataservices/members';
import type { KafkaMember, Observed } from '../observed.ts';
import { describeMember } from '../plan/await-members.ts';
import { allMembers, isHealthy, isWanted } from '../plan/health.ts';

type Member = NonNullable<KafkaClusterStatus['members']>[number];

/** Nothing in here changes while all is well, or a busy cluster would write its status all the time. */
export function membersOf(observed: Observed): readonly Member[] {
  return allMembers(observed)
    .filter((member) => member.pod !== undefined || isWanted(observed, member))
    .map((member) => statusOf(observed, member));
}

function statusOf(observed: Observed, member: KafkaMember): Member {
  const { name, pod, role, nodeId } = member;
  const isReady = isHealthy(observed, member);
  const isActive = nodeId === observed.quorum?.leaderId;
  return memberStatus({
    name,
    role: !isReady ? 'unknown' : isActive ? 'active controller' : role,
    isReady,
    pod,
    describe: () => describeMember(observed, member),
  });
}
