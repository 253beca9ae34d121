import { replaceMember as replace, runningRequest } from '@dataservices/members';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { canLose, replicatedOn } from './caught-up.ts';
import { isHealthy, laggingQueues, wantedMembers } from './health.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: `dataservices.dev/replace-member` asks for it, and everybody else does its part.
 * Effect: the member's volume is condemned, then its pod is deleted; it comes back empty and joins.
 *
 * Prevents: the last copy thrown away, and a queue that loses its majority to a replacement.
 */
export const replaceMember: RabbitmqRule = (observed) =>
  replace({
    request: runningRequest(observed.cluster.status.requests, 'replace-member'),
    members: observed.members,
    replicas: observed.cluster.spec.replicas,
    othersWhole: (member) => othersWhole(observed, member),
    mayGo: (member) => mayGo(observed, member),
    isHealthy: (member) => isHealthy(observed, member),
  })?.step;

function othersWhole(observed: Observed, { name }: RabbitmqMember): true | string {
  const missing = wantedMembers(observed).filter((member) => member.name !== name && !isHealthy(observed, member));
  return missing.length === 0 || `${missing.map((member) => member.name).join(', ')} must do their part first`;
}

function mayGo(observed: Observed, { node }: RabbitmqMember): true | string {
  if (observed.cluster.spec.replicas < 3) return 'two nodes are no majority without it: set spec.replicas to 3 first';
  const { queues } = observed;
  if (queues === undefined) return 'no node says which queues there are';
  const alone = queues.filter(({ type, members }) => type !== 'classic' && members.length < 3 && members.includes(node));
  if (alone.length > 0) return `queues have too few members without it, such as ${alone[0]?.name}`;
  const classic = queues.filter((queue) => queue.type === 'classic' && queue.node === node && queue.isDurable && !queue.isExclusive);
  if (classic.length > 0) return `it has classic queues that nobody else has, such as ${classic[0]?.name}: move or delete them`;
  const lagging = laggingQueues(observed).filter(({ members, online }) => members.some((one) => one !== node && !online.includes(one)));
  if (lagging.length > 0) return `members of queues are away, such as those of ${lagging[0]?.name}`;
  const copying = replicatedOn(observed, node).filter((queue) => !canLose(queue, node));
  return copying.length === 0 || `other members of queues have not caught up, such as those of ${copying[0]?.name}`;
}
