import type { QueueView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { clusterOf } from './cluster.ts';
import { isHealthy, isJoined, laggingQueues, leavingMembers, stayingMembers } from './health.ts';
import { outdatedIn } from './outdated.ts';
import { placeMembers } from './place-members.ts';

/** Members that are taken away in one pass: each was asked for right before. */
const mostAtOnce = 20;

/**
 * Queues of which it has to be known now which of their members have caught up. To find out costs a call for each: where a node leaves,
 * it is those that lose their member next, and at rest none. Nor while a node is away, or queues are to get members first: then nothing is
 * done for which it would matter.
 */
export function queuesInQuestion(observed: Observed): readonly QueueView[] {
  const cluster = clusterOf(observed);
  if (cluster === undefined || placeMembers(observed) !== undefined) return [];
  const leaving = leavingMembers(observed, cluster);
  if (leaving.length > 0) {
    const canLeave = stayingMembers(observed, cluster).every((member) => isHealthy(observed, member));
    return canLeave ? [...new Set(leaving.flatMap(({ node }) => replicatedOn(observed, node).slice(0, mostAtOnce)))] : [];
  }
  if (!isJoined(observed) || laggingQueues(observed).length > 0 || isAtRest(observed)) return [];
  return quorumQueues(observed);
}

/** Quorum queues with a member on the node, and others. */
export function replicatedOn(observed: Observed, node: string): readonly QueueView[] {
  return quorumQueues(observed).filter(({ members }) => members.length > 1 && members.includes(node));
}

/** Whether all other members of the queue have what the one on the node has, as far as anybody asked. */
export function canLose(queue: QueueView, node: string): boolean {
  return queue.members.every((member) => member === node || queue.caughtUp?.includes(member) === true);
}

function quorumQueues({ queues = [] }: Observed): readonly QueueView[] {
  return queues.filter(({ type }) => type === 'quorum');
}

/** Nothing was done or waited for in the last pass, and no pod is about to go. */
function isAtRest(observed: Observed): boolean {
  return observed.cluster.status.operation === undefined && !observed.members.some(outdatedIn(observed));
}
