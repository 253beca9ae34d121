import { podDeletion } from '@dataservices/members';
import { isStandDown } from '../resources/task.ts';
import { wantedMembers } from './health.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: a node has stopped to leave, or was told to, and is wanted again.
 * Effect: its pod is deleted; the next one comes without that task, and joins with an empty volume.
 *
 * Prevents: a cluster that was to shrink, was then told not to, and waits for a node that waits for its end.
 */
export const returnMember: RabbitmqRule = (observed) => {
  const member = wantedMembers(observed).find(({ pod, task }) => pod !== undefined && !pod.isTerminating && isStandDown(task));
  if (member?.pod === undefined) return undefined;
  return { rule: 'ReturnMember', reason: `${member.name} is wanted again: it joins anew`, actions: [podDeletion(member.pod)] };
};
