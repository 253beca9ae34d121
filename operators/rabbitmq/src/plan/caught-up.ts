import { runningRequest } from '@dataservices/members';
import type { QueueView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { clusterOf } from './cluster.ts';
import { copyingQueues, isHealthy, isJoined, laggingQueues, leavingMembers, stayingMembers } from './health.ts';
import { openMoves } from './member-moves.ts';
import { outdatedIn } from './outdated.ts';
import { placeMembers } from './place-members.ts';

/** Members that are taken away in one pass: each was asked for right before. */
const mostAtOnce = 20;

/**
 * Queues of which it has to be known now which of their members have caught up. To find out costs a call for each: where a node leaves,
 * it is those that lose their member next; else all, until all have caught up, and when one is about to go. Nor while a node is away, or
 * queues are to get members first: then nothing is done for which it would matter.
 */
export function queuesInQuestion(observed: Observed): readonly QueueView[] {
  const cluster = clusterOf(observed);
  if (cluster === undefined || placeMembers(observed) !== undefined) return [];
  const leaving = leavingMembers(observed, cluster);
  if (leaving.length > 0) {
    const canLeave = stayingMembers(observed, cluster).every((member) => isHealthy(observed, member));
    return canLeave ? [...new Set(leaving.flatMap(({ node }) => replicatedOn(observed, node).slice(0, mostAtOnce)))] : [];
  }
  if (!isJoined(observed) || laggingQueues(observed).length > 0) return [];
  const isKnown = observed.cluster.status.formation?.caughtUp === true && !isOneToGo(observed);
  return isKnown ? [] : quorumQueues(observed);
}

/**
 * Whether all members had caught up when they were asked last, for the status. A node that was away, and a member that is added, may lack
 * what others have.
 *
 * @param isAdding whether this pass adds members
 */
export function caughtUpRecord(observed: Observed, isAdding: boolean): boolean {
  const { spec, status } = observed.cluster;
  if (isAdding || spec.replicas === 0 || !isJoined(observed) || laggingQueues(observed).length > 0) return false;
  if (observed.queues === undefined) return status.formation?.caughtUp === true;
  const queues = quorumQueues(observed);
  if (queues.every(({ members, caughtUp }) => members.every((node) => caughtUp?.includes(node) === true))) return true;
  return status.formation?.caughtUp === true && copyingQueues(observed).length === 0;
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

/** A pod that restarts, a node that is replaced with its volume, or a member that moves. */
function isOneToGo(observed: Observed): boolean {
  const isReplacing = runningRequest(observed.cluster.status.requests, 'replace-member') !== undefined;
  return isReplacing || openMoves(observed).length > 0 || observed.members.some(outdatedIn(observed));
}
